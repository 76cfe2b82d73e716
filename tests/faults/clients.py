"""Officers who save and upload without a pause, and write down only what the portal said is saved."""

import base64
import hashlib
import http.client
import json
import threading
import time
import uuid
from urllib.parse import urlencode

from tests.corpus.pdfs import pdf

CSRF = "a" * 32
EVERY = 12  # one act of so many is an upload
PAUSE = 0.05
TIMEOUT = 30


class Officer(threading.Thread):
    """One client. What was not answered is sent again with the same key, as a browser does."""

    def __init__(self, number, port, answer, url, session):
        super().__init__(daemon=True, name=f"officer-{number}")
        self.number, self.port, self.answer, self.url = number, port, answer, url
        self.headers = {"Cookie": f"sesi={session}; csrf={CSRF}", "X-CSRFToken": CSRF}
        self.saved, self.pending, self.files, self.oddities = (0, ""), "", [], []
        self.took = []  # seconds from the first try of an act to its answer
        self.ended = threading.Event()

    def account(self):
        return {"answer": self.answer, "saved": self.saved, "pending": self.pending, "files": self.files}

    def run(self):
        act = self.number
        while not self.ended.is_set():
            self._upload(act) if act % EVERY == 0 else self._save(act)
            act += 1

    def _save(self, act):
        version, _ = self.saved
        self.pending = f"Naskah {self.number}.{act}: ketentuan ini telah ditetapkan dan dilaksanakan."
        body = urlencode({"explanation": self.pending, "version-explanation": version})
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        told = self._until_answered("POST", self.url, body, headers, good=(200,))
        if told:
            self.saved = json.loads(told.body)["versi"]["explanation"], self.pending

    def _upload(self, act):
        content = pdf(content=b"BT /F1 12 Tf 72 700 Td (Bukti %d %d) Tj ET" % (self.number, act))
        given = {"filename": f"bukti {act}.pdf", "answer": str(self.answer), "key": str(uuid.uuid4())}
        pairs = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in given.items())
        headers = {"Upload-Length": str(len(content)), "Upload-Metadata": pairs}
        told = self._until_answered("POST", "/unggah/", "", headers, good=(201,))
        place = told and told.headers["Location"]
        while told:
            offset = int(told.headers.get("Upload-Offset", 0))
            if offset == len(content):
                self.files.append(hashlib.sha256(content).hexdigest())
                return
            told = self._send_rest(place, content, offset)

    def _send_rest(self, place, content, offset):
        """Send what is missing; whatever comes in between, ask where to go on."""
        headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        told = self._ask("PATCH", place, content[offset:], headers)
        if told and told.status == 204:
            return told
        told = self._until_answered("HEAD", place, "", {}, good=(200,))
        if told and told.headers["Upload-Offset"] == str(len(content)):
            # All bytes are there, perhaps without a decision: an empty piece at the end asks for it.
            return self._until_answered("PATCH", place, "", headers | {"Upload-Offset": str(len(content))}, good=(204,))
        return told

    def _until_answered(self, method, path, body, headers, good):
        began = time.monotonic()
        while not self.ended.is_set():
            told = self._ask(method, path, body, headers)
            if told and told.status in good:
                self.took.append(time.monotonic() - began)
                return told
            if told and told.status not in (423, 503):
                self.oddities.append((method, path, told.status, told.body[:200]))
                return None
            time.sleep(PAUSE)
        return None

    def _ask(self, method, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, {**self.headers, "Tus-Resumable": "1.0.0", **headers})
            response = connection.getresponse()
            response.body = response.read().decode(errors="replace")
            return response
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
