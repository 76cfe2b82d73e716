"""One JSON line for one event, whatever people type; the number on an error page leads to it."""

import json
import logging
import sys

import pytest

from spbe_portal.logs import JsonFormatter, RequestId, request_id

HOSTILE = 'satu\r\ndua\n{"level": "ERROR"}\u2028tiga\u2029\x1b[31m\x00\u202eempat'


def line_of(message, *args, **extra):
    record = logging.LogRecord("uji", logging.INFO, __file__, 1, message, args, extra.pop("exc_info", None))
    record.__dict__ |= extra
    RequestId().filter(record)
    return JsonFormatter().format(record)


@pytest.fixture
def lines(caplog):
    """The lines that a request writes, formatted as on the console."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(RequestId())

    def read(name="spbe_portal.request"):
        return [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.name == name]

    return read


class TestFormatter:
    @pytest.mark.parametrize("place", ["message", "argument", "extra"])
    def test_nothing_typed_breaks_out_of_its_line(self, place):
        line = {
            "message": lambda: line_of(HOSTILE.replace("%", "")),
            "argument": lambda: line_of("nama %s", HOSTILE),
            "extra": lambda: line_of("request", path=HOSTILE),
        }[place]()

        assert len(line.splitlines()) == 1
        assert line.isascii() and line.isprintable()
        assert HOSTILE in json.loads(line).get("path", json.loads(line)["message"])

    def test_time_is_utc(self):
        assert json.loads(line_of("uji"))["time"].endswith("+00:00")

    def test_traceback_stays_in_the_line(self):
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            line = line_of("gagal", exc_info=sys.exc_info())

        assert len(line.splitlines()) == 1
        assert "ValueError" in json.loads(line)["exception"]

    def test_request_id_comes_along(self):
        token = request_id.set("abc123")
        try:
            assert json.loads(line_of("uji"))["request_id"] == "abc123"
        finally:
            request_id.reset(token)


@pytest.mark.django_db
class TestRequests:
    def test_one_line_for_a_request(self, client, operator, lines):
        client.force_login(operator)
        response = client.get("/akun/?rahasia=1")

        (line,) = lines()
        assert (line["method"], line["path"], line["status"], line["user_id"]) == ("GET", "/akun/", 200, operator.pk)
        assert line["request_id"] == response["X-Request-ID"]
        assert line["duration_ms"] >= 0

    def test_hostile_path(self, client, lines):
        client.get("/tidak-ada/%0d%0a%e2%80%a8/")

        (line,) = lines()
        assert line["path"] == "/tidak-ada/\r\n\u2028/"
        assert line["user_id"] is None

    def test_the_number_on_the_error_page_is_in_the_line(self, client, lines):
        response = client.get("/tidak-ada/")

        (line,) = lines()
        assert line["request_id"] == response["X-Request-ID"]
        assert line["request_id"] in response.content.decode()

    def test_a_refusal_is_told_once(self, client, caplog):
        caplog.set_level(logging.INFO)
        client.get("/tidak-ada/")

        assert [record.name for record in caplog.records if record.name.startswith(("django", "spbe"))] == [
            "spbe_portal.request"
        ]

    def test_secrets_of_links_are_left_out(self, client, lines):
        client.get("/akun/kata-sandi/baru/1-abc-0123456789abcdef/")

        assert lines()[0]["path"] == "/akun/kata-sandi/baru/1-***/"

    def test_passwords_are_left_out(self, client, operator, caplog):
        caplog.set_level(logging.DEBUG)
        client.post("/masuk/", {"login": operator.email, "password": "kanari-rahasia-7781"})

        assert "kanari" not in "".join(JsonFormatter().format(record) for record in caplog.records)

    def test_ids_differ(self, client):
        assert client.get("/masuk/")["X-Request-ID"] != client.get("/masuk/")["X-Request-ID"]

    def test_static_files_are_quiet(self, client, lines, caplog):
        client.get("/static/css/portal.css").close()

        assert [record.levelname for record in caplog.records if record.name == "spbe_portal.request"] == ["DEBUG"]
