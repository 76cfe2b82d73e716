"""Addresses of the review pages and what a decision sends, for the tests of its views."""

LONG = "Kriteria tingkat ini belum terbukti pada halaman yang dirujuk."


def url(answer, query=""):
    return f"/reviu/{answer.pk}/{query}"


def decision(answer, verdict="accept", **fields):
    return {"version": answer.version, "verdict": verdict, "reason": "", "score": ""} | fields
