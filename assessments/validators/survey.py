from dataclasses import dataclass


@dataclass(frozen=True)
class Survey:
    """What the pages of a stored file show."""

    pages: int | None = None  # PDF only
    has_text_layer: bool | None = None  # PDF only: False when more than half of the pages hold no text
    previews: tuple[bytes, ...] = ()  # JPEG, one for each of the first pages
