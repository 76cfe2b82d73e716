class Conflict(Exception):
    """Somebody else changed the row since the page was read; `current` is the row as it stands now.

    Where single fields are compared, `fields` names those that lost, and `saved` those that were written all the same.
    `wanted` are values that would have been written, where it is not the caller who brought them.
    """

    def __init__(self, current, fields=(), saved=(), wanted=None):
        super().__init__(f"{current} has changed since it was read.")
        self.current, self.fields, self.saved, self.wanted = current, fields, saved, wanted or {}


def unclashed(row, seen, changes):
    """The changes of a locked row that may be written, and the names of those that somebody else made otherwise.

    A field may be written where it still reads as it was `seen`; one that reads as wanted needs no writing.
    """
    changes = {name: value for name, value in changes.items() if getattr(row, name) != value}
    refused = [name for name in changes if name not in seen or getattr(row, name) != seen[name]]
    return {name: value for name, value in changes.items() if name not in refused}, refused


class Incomplete(Exception):
    """Something is missing before this step; `gaps` lists it, each with the place to mend it."""

    def __init__(self, gaps):
        super().__init__(f"{len(gaps)} things are missing.")
        self.gaps = gaps
