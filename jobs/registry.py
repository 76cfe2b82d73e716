"""Which function does which kind of job, and what the worker looks after now and then. Apps register when ready."""

_handlers = {}
_chores = []


class Postponed(Exception):
    """Raised by a handler whose means are away for now: try again after `pause`, which does not count as a failure."""

    def __init__(self, reason, pause):
        self.pause = pause
        super().__init__(reason)


def register(kind, handler):
    """handler(job) does the slow part, outside any transaction, and returns a function without arguments, or None.

    That function is the effect: it runs in the transaction that marks the job as done, so it happens once, although a
    handler may be called again after its worker died.
    """
    _handlers[kind] = handler


def handler_of(kind):
    return _handlers[kind]


def add_chore(function):
    """The worker calls it with each round of the reaper; it must be cheap and may be called twice."""
    if function not in _chores:
        _chores.append(function)


def chores():
    return tuple(_chores)
