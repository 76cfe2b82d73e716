"""Many uploads at the same moment: the quota holds, and the same thing sent twice is one thing (U2, U14)."""

import pytest
from django.db.models import Sum

from assessments import workflow
from assessments.models import Citation, Evidence, Upload
from assessments.validators.rejection import Rejected
from tests import factories
from tests.assessments.filling import refreshed
from tests.assessments.racing import together
from tests.assessments.sending import Tus
from tests.corpus.pdfs import TEXT, pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

RACERS = 20
SIZE = 1_000
FULL = "Paling banyak 7 bukti untuk satu jawaban. Hapus bukti yang tidak diperlukan, lalu tambahkan lagi"


@pytest.fixture(autouse=True)
def limits(root, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 100


def test_twenty_uploads_never_pass_the_quota_together(assessment, operator, settings):
    settings.EVIDENCE_QUOTA_BYTES = 7 * SIZE + SIZE // 2
    answers = list(assessment.answers.all())
    people = [Tus(operator) for _ in range(RACERS)]

    def begins(number):
        return lambda: people[number].create(answers[number % len(answers)], f"{number}.pdf", SIZE).status_code

    statuses = together(*[begins(number) for number in range(RACERS)])

    assert sorted(statuses) == [201] * 7 + [413] * 13
    assert Upload.objects.aggregate(total=Sum("size"))["total"] == 7 * SIZE


def test_quota_holds_between_stored_and_coming_files(assessment, operator, settings):
    contents = [pdf(content=TEXT + b" %% %d" % number) for number in range(6)]
    settings.EVIDENCE_QUOTA_BYTES = 3 * len(contents[0]) - 1
    answers = list(assessment.answers.all())
    people = [Tus(operator) for _ in range(6)]

    def sends(number):
        return lambda: people[number].send(answers[number % 3], f"{number}.pdf", contents[number])

    outcomes = together(*[sends(number) for number in range(6)])

    stored = Evidence.objects.aggregate(total=Sum("size"))["total"] or 0
    assert stored <= settings.EVIDENCE_QUOTA_BYTES
    assert sum(isinstance(outcome, dict) for outcome in outcomes) == 2


def test_twenty_files_never_pass_the_count_of_an_answer_together(answer, operator, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 7
    people = [Tus(operator) for _ in range(RACERS)]

    def sends(number):
        return lambda: people[number].send(answer, f"{number}.pdf", pdf(content=TEXT + b" %% %d" % number))

    outcomes = together(*[sends(number) for number in range(RACERS)])

    cited = [outcome for outcome in outcomes if isinstance(outcome, dict)]
    assert [(outcome["state"], outcome["is_cited"]) for outcome in cited] == [("stored", True)] * 7
    refused = [outcome for outcome in outcomes if not isinstance(outcome, dict)]
    assert [(response.status_code, response.text) for response in refused] == [(409, FULL)] * 13
    assert answer.citations.count() == Evidence.objects.count() == Upload.objects.count() == 7


def test_twenty_proofs_of_the_library_never_pass_the_count_of_an_answer_together(answer, operator, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 7

    def cites(number):
        row, proof = refreshed(answer), factories.link(answer.assessment.unit, operator, f"Laporan {number}")
        return lambda: workflow.cite(row, proof, by=operator)

    outcomes = together(*[cites(number) for number in range(RACERS)])

    refused = [outcome for outcome in outcomes if not isinstance(outcome, Citation)]
    assert [(type(refusal), refusal.message) for refusal in refused] == [(Rejected, FULL)] * 13
    positions = answer.citations.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, 8))


def test_same_file_at_once_is_stored_once(assessment, operator, root):
    content = pdf()
    answers = list(assessment.answers.all())
    people = [Tus(operator) for _ in range(6)]

    outcomes = together(*[lambda n=number: people[n].send(answers[n % 3], f"{n}.pdf", content) for number in range(6)])

    assert {outcome["state"] for outcome in outcomes} == {"stored"}
    assert Evidence.objects.count() == 1
    assert Citation.objects.count() == 3
    assert len([path for path in root.rglob("*") if path.is_file()]) == 1


def test_same_key_at_once_is_one_upload(answer, operator):
    people = [Tus(operator) for _ in range(6)]

    created = together(*[lambda who=who: who.create(answer, "a.pdf", 10, key="kunci-yang-sama") for who in people])

    assert {response.status_code for response in created} == {201}
    assert len({response["Location"] for response in created}) == Upload.objects.count() == 1
