"""A clamd on loopback that knows one virus, and breaks down as a test asks."""

import socketserver
import struct
import threading
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        assert self.rfile.read(10) == b"zINSTREAM\0"
        if server.mode == "hang up":
            return
        content = b""
        while size := struct.unpack(">L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        server.seen.append(content)
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.wfile.write({"too big": b"INSTREAM size limit exceeded. ERROR\0", "mute": b""}.get(server.mode, found))


class _OverTcp(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True


class _OverSocket(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def running(mode="", path=None):
    """Yield the server; `address` is what CLAMD_ADDRESS takes, `seen` what it was given."""
    server = _OverSocket(str(path), _Session) if path else _OverTcp(("127.0.0.1", 0), _Session)
    server.mode, server.seen = mode, []
    server.address = str(path) if path else f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
