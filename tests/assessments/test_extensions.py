"""More time for one unit: asking, taking back, granting, refusing, and what the new deadline moves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments import permissions, workflow
from assessments.deadlines import deadline_of
from assessments.models import Answer, Assessment, Extension, Period
from assessments.overview import Overview
from tests import factories
from tests.assessments.filling import actions, answer_url, part_url, tasks_url, text

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

REASON = "Dokumen masih ditandatangani kepala dinas sampai akhir pekan."


def local(period, days):
    """A moment as the form writes it, in the zone of the institution."""
    moment = timezone.now().astimezone(period.institution.zone) + timedelta(days=days)
    return f"{moment:%Y-%m-%dT%H:%M}"


def ask(client, assessment, days=25, **changes):
    values = {"tindakan": "ajukan", "sampai": local(assessment.period, days), "alasan": REASON} | changes
    return client.post(part_url(assessment, "perpanjangan"), values)


def answer(client, extension, action="beri", **values):
    values = {f"p{extension.pk}-{name}": value for name, value in values.items()}
    return client.post(f"/kelola/perpanjangan/{extension.pk}/", values | {f"p{extension.pk}-tindakan": action})


def fresh(assessment):
    return Assessment.objects.select_related("period__institution", "unit").get(pk=assessment.pk)


@pytest.fixture
def asked(assessment, operator):
    until = timezone.now() + timedelta(days=25)
    return workflow.ask_extension(fresh(assessment), by=operator, reason=REASON, until=until)


@pytest.fixture
def late(period):
    Period.objects.filter(pk=period.pk).update(**factories.windows(fill=(-10, -1)))


# Asking


@pytest.mark.parametrize("role", ["operator", "head"])
def test_unit_asks_after_the_deadline_and_sees_it_waiting(client, request, assessment, late, role):
    client.force_login(request.getfixturevalue(role))
    page = part_url(assessment, "perpanjangan")
    home = text(client.get(tasks_url(assessment.period, assessment.unit)))
    assert "Tenggat telah lewat." in home and f'href="{page}">Ajukan perpanjangan</a>' in home

    for _ in ("once", "and with a second click"):
        assert ask(client, assessment).url == page

    extension = Extension.objects.get()
    assert (extension.state, extension.reason, extension.assessment) == ("asked", REASON, assessment)
    assert actions(assessment) == ["extension.asked"]
    html = text(client.get(page))
    assert "Menunggu jawaban" in html and REASON in html and "Permohonan perpanjangan menunggu jawaban." in html


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"days": -2}, "Pilih waktu yang belum lewat."),
        ({"days": 19}, "Pilih waktu sesudah tenggat yang berlaku sekarang."),
        ({"days": 41}, "Pilih waktu sebelum masa reviu berakhir."),
        ({"sampai": "besok"}, "Isi tanggal dan jam"),
        ({"alasan": "Terlalu singkat"}, "Tulis alasan paling sedikit 20 karakter"),
        ({"alasan": ""}, "Tulis alasan permohonan"),
    ],
)
def test_bad_requests_keep_what_was_typed(filler, assessment, changes, message):
    response = ask(filler, assessment, **changes)

    html = text(response)
    assert response.status_code == 422
    assert "<title>Galat: " in html or "data-error-summary" in html
    assert message in html
    assert changes.get("alasan", REASON) in html
    assert not Extension.objects.exists()


def test_one_request_at_a_time_and_it_may_be_taken_back(filler, asked, assessment, head):
    assert permissions.may_ask_extension(head, fresh(assessment)).reason == (
        "Permohonan sebelumnya masih menunggu jawaban koordinator."
    )
    for _ in ("once", "and with a second click"):
        response = filler.post(part_url(assessment, "perpanjangan"), {"tindakan": "batalkan"})
        assert response.status_code == 302

    assert not Extension.objects.exists()
    assert actions(assessment) == ["extension.asked", "extension.withdrawn"]


def test_sending_in_time_drops_the_request(asked, assessment, operator):
    factories.fill_all(assessment, operator)

    factories.submit(fresh(assessment), by=operator)

    assert not Extension.objects.exists()
    assert "extension.withdrawn" in actions(assessment)


@pytest.mark.parametrize("role", ["assessor", "coordinator", "executive"])
def test_others_of_the_institution_read_and_do_not_ask(client, request, asked, assessment, role):
    client.force_login(request.getfixturevalue(role))

    assert REASON in text(client.get(part_url(assessment, "perpanjangan")))
    for action in ("ajukan", "batalkan"):
        response = ask(client, assessment, tindakan=action)
        assert response.status_code == 403
        assert "Perpanjangan diajukan operator atau kepala Dinas Kesehatan." in text(response)
    assert Extension.objects.get().state == "asked"


@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
def test_strangers_find_nothing(client, request, asked, assessment, role):
    client.force_login(request.getfixturevalue(role))

    assert client.get(part_url(assessment, "perpanjangan")).status_code == 404
    assert ask(client, assessment).status_code == 404
    assert answer(client, asked, "tolak", catatan=REASON).status_code == 404


def test_nobody_is_led_to_sign_in_and_other_methods_are_not_allowed(client, asked, assessment, coordinator):
    for url in (part_url(assessment, "perpanjangan"), f"/kelola/perpanjangan/{asked.pk}/"):
        assert client.post(url).url == f"/masuk/?next={url}"
    client.force_login(coordinator)
    assert client.get(f"/kelola/perpanjangan/{asked.pk}/").status_code == 405
    assert client.put(part_url(assessment, "perpanjangan")).status_code == 405


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("sent", "Penilaian ini sudah dikirim, sehingga tidak memerlukan perpanjangan."),
        ("before", "Masa pengisian belum dimulai."),
        ("over", "Masa reviu sudah berakhir."),
        ("closed", "Periode ini tidak sedang dibuka."),
    ],
)
def test_when_nothing_can_be_asked_for(state, reason, assessment, period, operator, coordinator):
    if state == "sent":
        factories.fill_all(assessment, operator)
        factories.submit(assessment, by=operator)
    elif state == "before":
        Period.objects.filter(pk=period.pk).update(**factories.windows(fill=(1, 20)))
    elif state == "over":
        Period.objects.filter(pk=period.pk).update(
            **factories.windows(fill=(-40, -30), repair=-20, review=-10, closing=-5)
        )
    else:
        workflow.close_period(period, by=coordinator, at_minimum=True)

    assert reason in permissions.may_ask_extension(operator, fresh(assessment)).reason


# Answering


def test_coordinator_grants_and_only_this_unit_has_more_time(
    as_coordinator, late, asked, assessment, period, operator, neighbor, other_unit
):
    page = f"/kelola/periode/{period.slug}/"
    assert REASON in text(as_coordinator.get(page))
    assert {row.unit.code for row in Overview(fresh(assessment).period).late} == {"DINKES", "DISDIK"}

    for _ in ("once", "and with a second click"):
        response = answer(as_coordinator, asked, sampai=local(assessment.period, 5), catatan="Sampai akhir pekan.")
        assert response.url == f"{page}#perpanjangan"

    row, extension = fresh(assessment), Extension.objects.get()
    assert (extension.state, extension.granted_until) == ("granted", row.extended_until)
    assert permissions.fill_deadline(row) == row.extended_until
    assert actions(assessment) == ["extension.asked", "extension.granted"]
    assert {late_row.unit.code for late_row in Overview(row.period).late} == {"DISDIK"}
    own = Answer.objects.with_parents().filter(assessment=assessment).first()
    others = Answer.objects.with_parents().filter(assessment__unit=other_unit).first()
    assert permissions.may_edit(operator, own) and not permissions.may_edit(neighbor, others)
    as_coordinator.force_login(operator)
    assert "Diperpanjang sampai" in text(as_coordinator.get(answer_url(own)))
    html = text(as_coordinator.get(part_url(assessment, "perpanjangan")))
    assert "Diberikan sampai" in html and "“Sampai akhir pekan.”" in html


def test_coordinator_refuses_with_a_note_that_the_unit_reads(as_coordinator, asked, assessment, operator):
    response = answer(as_coordinator, asked, "tolak", catatan="Jadwal nasional tidak dapat digeser.", sampai="apa saja")

    assert response.status_code == 302
    assert (Extension.objects.get().state, fresh(assessment).extended_until) == ("refused", None)
    as_coordinator.force_login(operator)
    html = text(as_coordinator.get(part_url(assessment, "perpanjangan")))
    assert "Permohonan ditolak" in html and "“Jadwal nasional tidak dapat digeser.”" in html
    assert "Ajukan perpanjangan</button>" in html  # once more, with a better reason


@pytest.mark.parametrize(
    ("action", "days", "message"),
    [
        ("beri", 19, "Pilih waktu sesudah tenggat yang berlaku sekarang."),
        ("beri", 41, "Pilih waktu sebelum masa reviu berakhir."),
        ("beri", None, "Isi tanggal dan jamnya."),
        ("tolak", 25, "Tulis alasan penolakan; perangkat daerah membacanya"),
        ("lain", 25, "Tulis alasan penolakan; perangkat daerah membacanya"),
    ],
)
def test_bad_answers_keep_what_was_typed(as_coordinator, asked, assessment, action, days, message):
    moment = local(assessment.period, days) if days else ""
    response = answer(as_coordinator, asked, action, sampai=moment, catatan="" if action != "beri" else "Catatan saya.")

    html = text(response)
    assert response.status_code == 422
    assert "Permohonan belum dijawab" in html and message in html
    assert moment in html and (action != "beri" or "Catatan saya." in html)
    assert 'type="datetime-local"' in html
    assert Extension.objects.get().state == "asked"


@pytest.mark.parametrize("role", ["operator", "head", "assessor", "executive"])
def test_only_coordinators_answer(client, request, asked, role):
    client.force_login(request.getfixturevalue(role))

    assert answer(client, asked, "tolak", catatan=REASON).status_code == 403
    assert Extension.objects.get().state == "asked"


def test_an_answered_request_is_not_answered_again(as_coordinator, asked, assessment, coordinator):
    workflow.refuse_extension(asked, by=coordinator, note=REASON)

    response = answer(as_coordinator, asked, sampai=local(assessment.period, 25))

    assert response.status_code == 403
    assert "Permohonan ini sudah dijawab." in text(response)
    assert fresh(assessment).extended_until is None


def test_a_request_that_was_taken_back_meanwhile_is_not_answered(asked, assessment, operator, coordinator):
    seen = Extension.objects.select_related("assessment__period").get(pk=asked.pk)
    workflow.withdraw_extension(asked, by=operator)

    with pytest.raises(PermissionDenied, match="sudah dibatalkan"):
        workflow.grant_extension(seen, by=coordinator, until=timezone.now() + timedelta(days=25))
    assert fresh(assessment).extended_until is None


@pytest.mark.parametrize("days", [-1, 19, 41])
def test_workflow_takes_no_other_moment_than_the_form(asked, assessment, coordinator, days):
    with pytest.raises(ValueError, match="An extension ends after now"):
        workflow.grant_extension(asked, by=coordinator, until=timezone.now() + timedelta(days=days))
    assert fresh(assessment).extended_until is None


# The strip


def test_strip_tells_what_binds(asked, assessment, coordinator):
    strip = deadline_of(fresh(assessment))
    assert (strip.is_asked, strip.is_extended, strip.closes_at) == (True, False, assessment.period.fill_closes_at)

    until = timezone.now() + timedelta(days=24)
    workflow.grant_extension(asked, by=coordinator, until=until)
    strip = deadline_of(fresh(assessment))
    assert (strip.is_asked, strip.is_extended, strip.closes_at) == (False, True, until)


def test_an_earlier_extension_shortens_nothing(assessment):
    Assessment.objects.filter(pk=assessment.pk).update(extended_until=timezone.now())

    assert permissions.fill_deadline(fresh(assessment)) == assessment.period.fill_closes_at


def test_strip_carries_the_clock_of_the_server(filler, assessment):
    html = text(filler.get(tasks_url(assessment.period, assessment.unit)))

    closes = assessment.period.fill_closes_at.astimezone(timezone.get_current_timezone())
    assert f'data-closes-at="{closes.isoformat(timespec="seconds")[:19]}' in html.replace("&#x2B;", "+")
    assert "data-now=" in html and "data-extension=" in html
