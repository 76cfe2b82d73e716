"""How long a session lasts: so long without a person's act, and so long in all. Both are settings.

A session that was begun by a sign-in carries both times. What a page asks by itself while nobody touches it does not
count as an act. An act is noted at most once a minute, so a session ends up to a minute later than the setting says.
"""

import time

from django.conf import settings

BEGUN, ACTED = "begun", "acted"
NOTED_EACH = 60  # seconds
# What pages ask by themselves, by the name of the route; asking how long a session lasts is one of them.
BY_ITSELF = {"assessments:presence", "assessments:standing", "assessments:effect"}
ASKS_FOR_TIME = "accounts:session"


def begin(session):
    session[BEGUN] = session[ACTED] = int(time.time())


def seconds_left(session):
    """Until it ends if nobody acts; None for a session without times."""
    if BEGUN not in session:
        return None
    now = time.time()
    in_all = session[BEGUN] + settings.SESSION_COOKIE_AGE - now
    return min(in_all, session[ACTED] + settings.SESSION_IDLE_SECONDS + NOTED_EACH - now)


def is_over(session):
    left = seconds_left(session)
    return left is not None and left <= 0


def note_act(session, each=NOTED_EACH):
    if BEGUN in session and time.time() - session[ACTED] >= each:
        session[ACTED] = int(time.time())


def is_act(request):
    name = request.resolver_match.view_name
    return name not in BY_ITSELF and not (name == ASKS_FOR_TIME and request.method != "POST")
