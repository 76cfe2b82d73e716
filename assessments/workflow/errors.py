class Conflict(Exception):
    """Somebody else changed the row since the page was read; `current` is the row as it stands now.

    Where single fields are compared, `fields` names those that lost, and `saved` those that were written all the same.
    """

    def __init__(self, current, fields=(), saved=()):
        super().__init__(f"{current} has changed since it was read.")
        self.current, self.fields, self.saved = current, fields, saved


class Incomplete(Exception):
    """Something is missing before this step; `gaps` lists it, each with the place to mend it."""

    def __init__(self, gaps):
        super().__init__(f"{len(gaps)} things are missing.")
        self.gaps = gaps
