"""Several people at the same moment, each on a connection of their own."""

import os
import threading

from django.db import connection

PATIENCE = 600


def rounds(usual):
    """How often a race is run. RACE_ROUNDS sets the full size by hand: 200 for saves (C1), 1000 for sendings (C2)."""
    return int(os.environ.get("RACE_ROUNDS") or usual)


def together(*jobs):
    """Run the jobs at the same moment; their results in order, an exception where a job raised one."""
    results, start = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(place, job):
        try:
            start.wait(timeout=20)
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return results
