"""The log of mails: failures with their reason, sending again, and no word of a mail about an account."""

import uuid

import pytest
from django.core.mail import send_mail

from inbox import outbox
from inbox.models import Mail
from jobs.models import Job

pytestmark = pytest.mark.django_db

LOG = "/kelola/pengingat/surel/"


@pytest.fixture
def refused(operator, institution):
    outbox.tell("returned", [operator], institution=institution, subject="Perlu perbaikan", body="b", url="/", key="a")
    Mail.objects.update(state="refused", error="Peladen surel menolak alamat atau surel ini (550): No such user")
    return Mail.objects.get()


def test_failures_are_listed_with_their_reason_and_can_be_sent_again(client, coordinator, refused):
    client.force_login(coordinator)
    assert "1 surel tidak sampai" in client.get("/kelola/pengingat/").content.decode()
    page = client.get(f"{LOG}?keadaan=gagal").content.decode()
    assert "No such user" in page and "Kirim ulang" in page

    response = client.post(f"{LOG}{refused.pk}/kirim-ulang/", follow=True)
    assert "dikirim ulang" in response.content.decode()
    refused.refresh_from_db()
    assert (refused.state, refused.error, refused.orders) == ("waiting", "", 2)
    assert Job.objects.filter(subject=str(refused.pk)).count() == 2
    assert "tidak perlu" in client.post(f"{LOG}{refused.pk}/kirim-ulang/", follow=True).content.decode()
    assert "Tidak ada surel dengan saringan ini" in client.get(f"{LOG}?keadaan=gagal").content.decode()


def test_a_mail_about_an_account_is_listed_without_its_words(client, coordinator, operator):
    send_mail("Tautan kata sandi", "http://testserver/akun/kata-sandi/baru/rahasia/", None, [operator.email])
    client.force_login(coordinator)
    page = client.get(LOG).content.decode()

    assert "Surel akun" in page and operator.email in page
    assert "rahasia" not in page and "Tautan kata sandi" not in page


def test_mails_of_another_institution_are_not_there(client, coordinator, outsider, other_institution, executive):
    outbox.tell("x", [outsider], institution=other_institution, subject="Rahasia", body="b", url="/", key="a")
    mail = Mail.objects.get()
    client.force_login(coordinator)

    assert "Belum ada surel" in client.get(LOG).content.decode()
    assert client.post(f"{LOG}{mail.pk}/kirim-ulang/").status_code == 404
    assert client.post(f"{LOG}{uuid.uuid4()}/kirim-ulang/").status_code == 404
    client.force_login(executive)
    assert client.get(LOG).status_code == 403
    assert client.post(f"{LOG}{mail.pk}/kirim-ulang/").status_code == 403


def test_the_list_takes_the_same_queries_however_long_it_is(queries, coordinator, operator, institution):
    counts = set()
    for number in (1, 26):
        for place in range(number):
            key = f"{number}:{place}"
            outbox.tell("x", [operator], institution=institution, subject="a", body="b", url="/", key=key)
        counts.add(queries(coordinator, LOG))
    assert len(counts) == 1


def test_the_search_finds_an_address_or_a_name(client, coordinator, refused, operator):
    client.force_login(coordinator)
    assert operator.email in client.get(f"{LOG}?cari=operator@").content.decode()
    assert "Tidak ada surel" in client.get(f"{LOG}?cari=entah").content.decode()
