"""What the browser says about a file before it is sent is what the server would say."""

import pytest
from playwright.sync_api import expect

from assessments import uploads
from assessments.models import Upload
from assessments.validators.rejection import SENTENCES
from tests.assessments.filling import answer_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_file_is_refused_before_it_is_sent(settings, visitor, answer, operator):
    settings.EVIDENCE_MAX_BYTES = 1_000_000
    visitor.sign_in(operator)
    visitor.go(answer_url(answer))
    visitor.sees("PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPG · paling besar 1 MB")
    rows = visitor.page.locator(".upload-row")

    refused = [("a.svg", 9, "type"), ("b.pdf", 0, "empty"), ("c.pdf", 1_000_001, "big")]
    for number, (name, size, code) in enumerate(refused):
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": bytes(size)}
        visitor.page.locator("#id_files").set_input_files(file)
        limits = {"size": uploads.megabytes(size), "limit": uploads.megabytes(1_000_000)}
        expect(rows.nth(number)).to_contain_text(SENTENCES[code].format(**limits))
    assert not Upload.objects.exists()

    for name in ("d.PDF", "e.jpeg"):  # these pass the browser; the server looks inside
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": bytes(1_000_000)}
        visitor.page.locator("#id_files").set_input_files(file)
        expect(rows.filter(has_text=name)).to_contain_text("tetapi isinya bukan")
    assert Upload.objects.count() == 2
