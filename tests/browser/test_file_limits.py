"""What the browser says about a file before it is sent is what the server would say."""

import pytest

from assessments import uploads
from assessments.validators.rejection import SENTENCES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scripted():
    return True


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("a.svg", 10, "type"),
        ("a.pdf", 0, "empty"),
        ("a.pdf", 1_000_001, "big"),
        ("a.PDF", 1_000_000, ""),
        ("a.jpeg", 10, ""),
    ],
)
def test_file_is_refused_before_it_is_sent(settings, visitor, answer, operator, name, size, code):
    settings.EVIDENCE_MAX_BYTES = 1_000_000
    period, unit = answer.assessment.period, answer.assessment.unit
    visitor.sign_in(operator)
    visitor.go(f"/penilaian/{period.slug}/{unit.code}/indikator/{answer.indicator.number}/")

    visitor.sees("PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPG · paling besar 1 MB")
    files = visitor.page.locator("#id_files")
    files.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": bytes(size)})

    limits = {"size": uploads.megabytes(size), "limit": uploads.megabytes(1_000_000)}
    expected = f"{name}: {SENTENCES[code].format(**limits)}" if code else ""
    assert visitor.page.locator("#files-messages").text_content() == expected
    assert visitor.page.locator("#files-messages").is_visible() == bool(code)
    assert bool(files.input_value()) == (not code)
