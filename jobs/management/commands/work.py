import logging
import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from jobs.reaper import reap

logger = logging.getLogger(__name__)

ROUND = 5  # seconds between two rounds of the reaper
PAUSE = 2  # seconds before trying a database again that was away


class Command(BaseCommand):
    help = "Kerjakan pekerjaan latar sampai dihentikan: pemeriksaan bukti dan pekerjaan lain yang dipesan portal."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="kerjakan yang menunggu saja, lalu selesai")

    def handle(self, *args, once, **options):
        if once:
            reap()
            _work(batch=True)
            return
        ended = threading.Event()
        reaper = threading.Thread(target=_reap_until, args=(ended,), name="reaper")
        reaper.start()
        try:
            while not ended.is_set():
                self._work_while_database_answers(ended)
        finally:
            ended.set()
            reaper.join()

    def _work_while_database_answers(self, ended):
        try:
            _work(batch=False)
            ended.set()  # it was asked to stop in the middle of a job, and has finished that one
        except (OperationalError, InterfaceError):
            logger.exception("the database did not answer the worker")
            connection.close()
            ended.wait(PAUSE)


def _work(*, batch):
    # The worker of django-tasks-db reads the messages; it ends cleanly on SIGTERM and SIGINT.
    call_command("db_worker", batch=batch, reload=False, startup_delay=False, interval=1, verbosity=0)


def _reap_until(ended):
    while True:
        close_old_connections()
        reap()
        if ended.wait(ROUND):
            connection.close()
            return
