"""Saves beside uploads: 50 clients autosave, alone and while 30 files of 20 MB arrive at once.

    python benchmarks/uploads.py [--postgresql] [--seconds 30] [--pause 1] [--nice 0] [--megabits 0]

The layout is that of docs/operasi.md: gunicorn for pages, a second one for /unggah/, and the worker. The clients choose
the port by the path, as the proxy does. What sends the files is a process of its own with less priority, because its
work is done elsewhere in real life; it sends as fast as the loopback takes it, or as a line of that many megabits a
second lets it. Told are the saves' median and 95th percentile alone and beside the uploads, and their ratio. Aim: at
most 3 for the 95th percentile.
"""

import argparse
import base64
import http.client
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import uuid

import scene
from django.db import connection, connections

from assessments.models import Evidence
from tests import postgres
from tests.corpus.pdfs import pdf, stream

PIECE, FILES, CLIENTS = 5_000_000, 30, 50
LIMIT = 90  # seconds that the uploads may take
MARK = b"Bukti 000"
POOL = ["--timeout", "120", "--graceful-timeout", "60", "--keep-alive", "75", "--max-requests", "5000"]


def start(processes, niceness):
    """The three services of docs/operasi.md and the ports of the first two."""
    pages, files = scene.free_port(), scene.free_port()
    services = [
        scene.serve(pages, "--workers", str(processes), "--threads", "8", *POOL),
        scene.serve(files, "--workers", "1", "--threads", "4", *POOL, niceness=niceness),
        subprocess.Popen(["nice", "-n", str(niceness), sys.executable, "manage.py", "work"], cwd=scene.ROOT),
    ]
    return services, pages, files


def scan():
    """A PDF of 20 MB: one page, one picture."""
    image = b"/Type /XObject /Subtype /Image /Width 2570 /Height 2590 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    text = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET q 595 0 0 842 0 0 cm /X Do Q" % MARK
    return pdf(stream(image, random.Random(1).randbytes(2570 * 2590 * 3)), content=text)


class Wire:
    """A line that all uploads share: bytes wait for their turn, and none waits where the line has no limit."""

    SLICE = 65_536

    def __init__(self, megabits):
        self.rate, self.lock, self.free_at = megabits * 125_000, threading.Lock(), 0

    def pieces(self, content):
        """The content in slices, each at its time."""
        for offset in range(0, len(content), self.SLICE):
            if self.rate:
                with self.lock:
                    self.free_at = max(self.free_at, time.monotonic()) + self.SLICE / self.rate
                    wait = self.free_at - time.monotonic()
                time.sleep(max(0, wait))
            yield content[offset : offset + self.SLICE]


def send(port, officer, number, content, wire):
    """One file through the whole protocol; returns how it ended."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    given = {"filename": f"bukti {number}.pdf", "answer": str(officer.answer.pk), "key": str(uuid.uuid4())}

    def ask(method, url, body=b"", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, url, body, {"Tus-Resumable": "1.0.0"} | officer.signed_in | headers)
        response = line.getresponse()
        told = response.read()
        if response.status not in (200, 201, 204):
            raise RuntimeError(f"{method} {url}: {response.status} {told[:200]}")
        return response.headers, told

    pairs = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in given.items())
    headers, _ = ask("POST", "/unggah/", Upload_Length=str(len(content)), Upload_Metadata=pairs)
    place = headers["Location"]
    for offset in range(0, len(content), PIECE):
        piece = content[offset : offset + PIECE].replace(MARK, b"Bukti %03d" % number)
        ask(
            "PATCH",
            place,
            wire.pieces(piece) if wire.rate else piece,
            Upload_Offset=str(offset),
            Content_Length=str(len(piece)),
            Content_Type="application/offset+octet-stream",
        )
    return ask("GET", place)[1]


def send_all(port, officers, megabits, go, outcomes):
    """All files at once, in this process; their ends go into `outcomes`."""
    os.nice(10)
    content, wire = scan(), Wire(megabits)
    go.wait()

    def work(officer, number):
        try:
            outcomes.put(send(port, officer, number, content, wire).decode())
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            outcomes.put(f"error: {error!r}")

    together([threading.Thread(target=work, args=(officer, n)) for n, officer in enumerate(officers)])


def saves(officers, pause, is_over):
    """Everybody saves and thinks; the seconds of each save until `is_over()`, and what went wrong."""
    spent, errors = [], []

    def work(officer):
        time.sleep(random.uniform(0, pause))
        while not is_over():
            began = time.perf_counter()
            try:
                officer.save()
                spent.append(time.perf_counter() - began)
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                errors.append(repr(error))
            time.sleep(random.uniform(0.5, 1.5) * pause)

    together([threading.Thread(target=work, args=(officer,)) for officer in officers])
    return spent, errors


def together(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def after(seconds):
    ends = time.monotonic() + seconds
    return lambda: time.monotonic() > ends


def told(title, spent, errors):
    """Print the percentiles and return them."""
    places = statistics.quantiles(spent, n=100)
    median, high = places[49], places[94]
    print(f"{title}: {len(spent)} saves, p50 {median * 1000:.1f} ms, p95 {high * 1000:.1f} ms, {len(errors)} errors")
    for error in errors[:3]:
        print(f"  {error}")
    return median, high


def measure(pages, files, people, options):
    cookies = scene.sessions_of(people)
    officers = [
        scene.Officer(pages, answer, officer, held) for (officer, answer), held in zip(people, cookies, strict=True)
    ]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    go, outcomes = context.Event(), context.SimpleQueue()
    sender = context.Process(
        target=send_all, args=(files, officers[:FILES], options.megabits, go, outcomes), daemon=True
    )
    sender.start()
    saves(officers, options.pause, after(5))
    alone = told(f"{connection.vendor}, alone", *saves(officers, options.pause, after(options.seconds)))
    began, is_late = time.monotonic(), after(LIMIT)
    go.set()
    found = saves(officers, options.pause, lambda: not sender.is_alive() or is_late())
    print(f"{FILES} files of 20 MB in {time.monotonic() - began:.0f} s")
    beside = told(f"{connection.vendor}, beside uploads", *found)
    print(f"ratio p50 {beside[0] / alone[0]:.2f}, p95 {beside[1] / alone[1]:.2f}")
    tell_ends(outcomes)


def tell_ends(outcomes):
    ends = []
    while not outcomes.empty():
        ends.append(outcomes.get())
    odd = [end for end in ends if '"state": "stored"' not in end]
    print(f"{len(ends) - len(odd)} uploads ended well, {FILES - len(ends)} had not ended, {len(odd)} errors")
    print(f"{Evidence.objects.filter(size__gt=PIECE).count()} files stored")
    for end in odd[:3]:
        print(f"  {end}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away server, with two processes of pages")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--pause", type=float, default=1)
    parser.add_argument("--nice", type=int, default=0, help="of what takes the uploads and of the worker")
    parser.add_argument("--megabits", type=int, default=0, help="a second, of the line that all uploads share; 0: none")
    options = parser.parse_args()
    if options.postgresql and connection.vendor == "sqlite":
        raise SystemExit(postgres.main([sys.executable, *sys.argv]))
    people = scene.build(CLIENTS)
    services, pages, files = start(1 if connection.vendor == "sqlite" else 2, options.nice)
    try:
        measure(pages, files, people, options)
    finally:
        scene.stop(*services)


if __name__ == "__main__":
    main()
