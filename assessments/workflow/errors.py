class Conflict(Exception):
    """Somebody else changed the row since the page was read; `current` is the row as it stands now."""

    def __init__(self, current):
        super().__init__(f"{current} has changed since it was read.")
        self.current = current


class Incomplete(Exception):
    """Something is missing before this step; `gaps` lists it, each with the place to mend it."""

    def __init__(self, gaps):
        super().__init__(f"{len(gaps)} things are missing.")
        self.gaps = gaps
