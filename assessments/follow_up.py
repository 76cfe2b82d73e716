"""Whether proofs tell of what a review changed: how it was before, and how it is since (process.md R5.4)."""

BEFORE, AFTER = "dokumen sebelum reviu", "dokumen perbaikannya"


def lacking_around(reviewed, proofs):
    """Which of both no proof shows; `reviewed` holds the days of the reviews, None where a day is not told.

    Two versions of one document are before and after. Where a day is missing nobody can tell, and two proofs will do.
    """
    keys = {proof.pk for proof in proofs} - {None}
    if any(proof.replaces_id in keys for proof in proofs):
        return []
    days = [proof.document_date for proof in proofs]
    if not reviewed or None in reviewed or None in days:
        return [BEFORE, AFTER][len(days) :]
    review = max(reviewed)
    shown = {BEFORE: any(day < review for day in days), AFTER: any(day >= review for day in days)}
    return [what for what, is_shown in shown.items() if not is_shown]
