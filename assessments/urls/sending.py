from django.urls import path

from assessments.urls.filling import UNIT
from assessments.views import extensions, printing, receipts, submission

urlpatterns = [
    path(f"{UNIT}periksa/", submission.check, name="check"),
    path(f"{UNIT}kirim/", submission.submit, name="submit"),
    path(f"{UNIT}persetujuan/", submission.approval, name="approval"),
    path(f"{UNIT}perbaikan/", submission.repairs, name="repairs"),
    path(f"{UNIT}tanda-terima/", receipts.receipt, name="receipt"),
    path(f"{UNIT}tarik-kembali/", receipts.withdraw, name="withdraw"),
    path(f"{UNIT}perpanjangan/", extensions.extension, name="extension"),
    path(f"{UNIT}cetak/", printing.draft, name="draft"),
]
