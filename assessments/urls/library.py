from django.urls import path

from assessments.views import downloads, library, picking, proofs

# A proof stands below its unit: a unit's code may be all digits, as the key of a proof is. Only the bytes of a proof
# have an address of their own, bukti/<key>/unduh/, whose second part is no number.
LIBRARY = "bukti/<code:unit>/"
PROOF = f"{LIBRARY}<row:pk>/"

urlpatterns = [
    path(LIBRARY, library.evidence_list, name="library"),
    path(f"{LIBRARY}csv/", library.evidence_csv, name="library_csv"),
    path(PROOF, proofs.evidence, name="evidence"),
    path(f"{PROOF}pratinjau/<row:place>/", downloads.evidence_preview, name="evidence_preview"),
    path(f"{PROOF}keterangan/", proofs.evidence_describe, name="evidence_describe"),
    path(f"{PROOF}versi/", proofs.evidence_replace, name="evidence_replace"),
    path(f"{PROOF}hapus/", proofs.evidence_remove, name="evidence_remove"),
    path(f"{PROOF}tautan/", proofs.link_mark, name="link_mark"),
    path(
        "penilaian/<slug:period>/<code:unit>/indikator/<row:number>/pustaka/",
        picking.evidence_pick,
        name="evidence_pick",
    ),
]
