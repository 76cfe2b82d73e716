"""The inbox: one's own messages, read and unread, the way to what they are about, and the choice of mail."""

import pytest

from inbox import outbox
from inbox.models import Mail, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(operator, institution):
    outbox.tell("returned", [operator], institution=institution, subject="Perlu perbaikan", body="Baca.", url="/bukti/",
                key="satu")  # fmt: skip
    return Message.objects.get()


def test_the_header_counts_what_is_unread_and_the_page_shows_it(client, operator, told):
    client.force_login(operator)
    page = client.get("/pesan/").content.decode()

    assert "Pesan, 1 belum dibaca" in page
    assert "Perlu perbaikan" in page
    Mail.objects.update(state="refused", error="ditolak")
    assert "Perlu perbaikan" in client.get("/pesan/?tampil=belum").content.decode(), "whatever became of the mail"


def test_opening_reads_and_leads_on(client, operator, told):
    client.force_login(operator)
    response = client.post(f"/pesan/{told.pk}/")

    assert response.url == "/bukti/"
    told.refresh_from_db()
    assert told.read_at
    assert "belum dibaca" not in client.get("/").content.decode()
    assert "Tidak ada pesan yang belum dibaca" in client.get("/pesan/?tampil=belum").content.decode()


def test_a_message_can_be_marked_unread_again(client, operator, told):
    client.force_login(operator)
    outbox.mark_read(Message.objects.all())
    response = client.post(f"/pesan/{told.pk}/tanda/", {"dibaca": "tidak", "halaman": "1", "tampil": "belum"})

    assert response.url == f"/pesan/?halaman=1&tampil=belum#pesan-{told.pk}"
    assert Message.objects.unread().count() == 1


@pytest.mark.parametrize("number", ["2&x=//jahat.local", "²", "9999999", ""])
def test_the_way_back_is_never_an_address_of_others(client, operator, told, number):
    client.force_login(operator)
    response = client.post(f"/pesan/{told.pk}/tanda/", {"dibaca": "ya", "halaman": number})

    assert response.url == f"/pesan/?halaman=1#pesan-{told.pk}"


def test_all_can_be_marked_read_and_those_of_others_are_not(client, operator, head, institution, told):
    outbox.tell("returned", [operator, head], institution=institution, subject="a", body="b", url="/", key="dua")
    client.force_login(operator)
    response = client.post("/pesan/dibaca/", follow=True)

    assert "2 pesan ditandai sudah dibaca." in response.content.decode()
    assert list(Message.objects.unread().values_list("person", flat=True)) == [head.pk]


@pytest.mark.parametrize("path, data", [("", {}), ("tanda/", {"dibaca": "ya"})])
def test_a_message_of_somebody_else_is_not_found(client, head, coordinator, told, path, data):
    for person in (head, coordinator):
        client.force_login(person)
        assert client.post(f"/pesan/{told.pk}/{path}", data).status_code == 404
        assert "Perlu perbaikan" not in client.get("/pesan/").content.decode()
    told.refresh_from_db()
    assert told.read_at is None


def test_nothing_yet_says_what_comes_here(client, executive):
    client.force_login(executive)
    assert "Belum ada pesan" in client.get("/pesan/").content.decode()


def test_the_list_takes_the_same_queries_however_long_it_is(client, queries, operator, institution):
    counts = set()
    for number in (1, 30):
        for place in range(number):
            outbox.tell(
                "x", [operator], institution=institution, subject="a", body="b", url="/", key=f"{number}:{place}"
            )
        counts.add(queries(operator, "/pesan/"))
    assert len(counts) == 1


def test_the_bell_costs_no_query(queries, operator, institution):
    before = queries(operator, "/akun/")
    outbox.tell("x", [operator], institution=institution, subject="a", body="b", url="/", key="a")
    assert queries(operator, "/akun/") == before


def test_the_rhythm_of_mail_is_chosen_on_the_profile(client, operator, institution):
    client.force_login(operator)
    response = client.post("/akun/surel/", {"mail_rhythm": "daily"}, follow=True)

    operator.refresh_from_db()
    assert operator.mail_rhythm == "daily"
    assert "Pilihan surel disimpan: rangkuman sekali sehari." in response.content.decode()
    outbox.tell("x", [operator], institution=institution, subject="a", body="b", url="/", key="a")
    assert not Mail.objects.exists()
    assert client.post("/akun/surel/", {"mail_rhythm": "hourly"}).status_code == 404
    assert client.post("/akun/surel/", {"mail_rhythm": "each", "is_staff": "on"}).status_code == 302
    operator.refresh_from_db()
    assert not operator.is_staff
