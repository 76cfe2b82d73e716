"""The pages that answer a post that was not carried out: what axe says of them, and whether they fit the window."""

import pytest
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer, Assessment, Period
from tests import factories
from tests.browser.filling import UNIT, WINDOWS, signed_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("scripted", [True], indirect=True),
]

MINE = "Seluruh 41 aplikasi berada di pusat data provinsi sejak Februari."
# Past the scripts that would save or ask first: the answer of the server alone is looked at.
SEND = "([form, field, words]) => { if (field) document.querySelector(field).value = words; \
HTMLFormElement.prototype.submit.call(document.querySelector(form)); }"


@pytest.fixture(params=WINDOWS)
def person(visitor, operator, address, request, assessment):
    """The operator, at each window."""
    width, height = WINDOWS[request.param]
    visitor.page.set_viewport_size({"width": width, "height": height})
    signed_in(visitor.page.context, address, operator)
    return visitor


def refused(person, form, status, field="", words=""):
    with person.page.expect_navigation() as answered:
        person.page.evaluate(SEND, [form, field, words])
    assert answered.value.status == status
    person.check()
    person.fits()


def rewrite(answer, by):
    row = Answer.objects.with_parents().get(pk=answer.pk)
    workflow.save_answer(row, by=by, seen=row.versions, explanation=f"{factories.EXPLANATION} Oleh rekan.")


def test_page_of_a_conflict(person, answer, colleague):
    person.go(answer.get_absolute_url())
    rewrite(answer, colleague)

    refused(person, "#answer-form", 409, "#id_explanation", MINE)

    person.sees(MINE)
    person.sees("Oleh rekan.")


def test_page_of_a_refused_save(person, answer, period):
    person.go(answer.get_absolute_url())
    Period.objects.filter(pk=period.pk).update(**factories.windows(fill=(-10, -1)))

    refused(person, "#answer-form", 403, "#id_explanation", MINE)

    person.sees("Isian tidak dapat disimpan")
    expect(person.page.locator("main textarea")).to_have_value(MINE)


def test_questionnaire_with_an_answer_that_is_too_long(person, answer):
    person.go(answer.get_absolute_url())

    refused(person, "#answer-form", 422, "#id_explanation", "Panjang sekali. " * 2000)


def test_check_page_of_what_is_incomplete(person):
    person.go(f"{UNIT}periksa/")

    refused(person, "main form[action$='/kirim/']", 422, "#id_setuju", "on")


def test_check_page_without_the_statement(person, assessment, operator):
    factories.fill_all(assessment, operator)
    person.go(f"{UNIT}periksa/")

    refused(person, "main form[action$='/kirim/']", 422)

    person.sees("Centang pernyataan ini sebelum mengirim")


def test_check_page_of_what_changed_meanwhile(person, assessment, answer, operator, colleague):
    factories.fill_all(assessment, operator)
    person.go(f"{UNIT}periksa/")
    person.page.get_by_label("Saya menyatakan").check()
    rewrite(answer, colleague)

    refused(person, "main form[action$='/kirim/']", 409)

    person.sees("Isian berubah sejak halaman ini dibuka.")


def test_repairs_that_are_not_done(person, submitted, answer, assessor):
    row = Answer.objects.with_parents().get(pk=answer.pk)
    workflow.send_back(row, by=assessor, version=row.version, reason=factories.REASON)
    person.go(f"{UNIT}perbaikan/")

    refused(person, "main form", 422)

    person.sees("Perbaikan belum dapat dikirim")
    assert Assessment.objects.get(pk=submitted.pk).status == Assessment.Status.RETURNED
