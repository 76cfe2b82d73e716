"""From the link of a mail through the sign-in to the right page, and the inbox read by keyboard and without scripts."""

import re

import pytest

from assessments import workflow
from assessments.models import Answer
from inbox.models import Message
from tests import factories
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def returned(submitted, assessor, operator, head):
    """One answer came back; the head and the operator were told."""
    Message.objects.all().delete()
    answer = Answer.objects.filter(assessment=submitted).with_parents().first()
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)


@pytest.mark.parametrize(
    "scripted, window", [(True, (1366, 768)), (False, (390, 844))], indirect=["scripted"], ids=["laptop", "plain phone"]
)
def test_mail_link_opens_the_right_page_and_the_inbox_is_read(visitor, returned, operator, address, window):
    page = visitor.page
    page.set_viewport_size({"width": window[0], "height": window[1]})
    letter = next(letter for letter in delivered() if letter.to == [operator.email] and "Perlu" in letter.subject)
    path = re.search(r"http://testserver(/penilaian/\S+)", letter.body)[1]

    page.goto(address + path)
    page.get_by_label("Surel").fill(operator.email)
    page.locator("input[type=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"{address}{path}")
    visitor.check()
    assert path.endswith("/DINKES/perbaikan/")
    visitor.sees(factories.REASON)

    page.get_by_role("link", name="Pesan, 1 belum dibaca").click()
    visitor.check()
    visitor.fits()
    page.get_by_role("button", name="Tandai sudah dibaca").press("Enter")
    page.wait_for_load_state()
    visitor.sees("Semua sudah dibaca.")
    page.get_by_role("button", name="Tandai belum dibaca").press("Enter")
    page.get_by_role("button", name=re.compile("^Buka")).press("Enter")
    page.wait_for_url(f"{address}{path}")
    assert page.get_by_role("link", name="Pesan", exact=True).count() == 1
    assert not Message.objects.filter(person=operator).unread().exists()
