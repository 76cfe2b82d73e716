"""How often something may be tried. A try takes one of a few slots in the cache; a slot is free again after its time.

Taking a slot is one atomic `add`, so tries that come at once never share one, and the time to wait is known exactly.
"""

import math
import time
from typing import NamedTuple

from django.core.cache import cache
from django.utils.crypto import salted_hmac


class Limit(NamedTuple):
    name: str
    amount: int
    seconds: int


# Failed sign-ins to one account from one address. Nobody can use them up for an officer who sits elsewhere.
PAIR = Limit("sign-in", 10, 600)
# The same account from all the addresses that it never signed in from: slow for a guesser with many addresses, while
# its owner is known at the usual address, and becomes known at another one by a reset (see `remember`).
STRANGERS = Limit("sign-in-strangers", 30, 3600)
# Reset mails to one address. Each of them carries a link that works, so one more would help nobody.
MAIL = Limit("reset-mail", 5, 3600)

# Codes of the second factor of one account. Only who knows the password comes this far, so nobody else is locked out.
CODE = Limit("second-factor", 10, 900)

_CODE_SECONDS = 300  # longer than any code of an authenticator counts
_KNOWN_SECONDS = 90 * 24 * 3600


def take(limit, *subject):
    """Take a slot and return 0, or return the seconds until one is free."""
    slots = [_key(limit.name, slot, *subject) for slot in range(limit.amount)]
    taken = cache.get_many(slots)
    if any(cache.add(slot, time.time(), limit.seconds) for slot in slots if slot not in taken):
        return 0
    oldest = min(cache.get_many(slots).values(), default=time.time() - limit.seconds)
    return max(1, math.ceil(oldest + limit.seconds - time.time()))


def free(limit, *subject):
    cache.delete_many([_key(limit.name, slot, *subject) for slot in range(limit.amount)])


def once(*subject):
    """Whether this is the first time within a few minutes. An authenticator's code counts for longer than allauth
    remembers that it was used."""
    return cache.add(_key("once", *subject), True, _CODE_SECONDS)


def remember(address, email):
    """The account has proved itself at this address: by a password, or by a link that reached its mailbox."""
    cache.set(_key("known", address, email), True, _KNOWN_SECONDS)


def is_known(address, email):
    return cache.get(_key("known", address, email), False)


def _key(*parts):
    """A key that tells a reader of the cache table nothing about addresses and accounts."""
    return salted_hmac("accounts.limits", "|".join(map(str, parts)), algorithm="sha256").hexdigest()
