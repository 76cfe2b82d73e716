"""Several people at the same moment, each on a connection of their own."""

import threading

from django.db import connection


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
        thread.join(timeout=60)
    return results
