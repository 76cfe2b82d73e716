from assessments.validators.rejection import Rejected

MAX_PIXELS = 50_000_000


def refuse_too_many(width, height):
    """Called with the size that the header tells, before anything is decoded."""
    if width * height > MAX_PIXELS:
        raise Rejected("pixels", width=width, height=height, limit=MAX_PIXELS // 1_000_000)
