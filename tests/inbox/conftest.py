"""A real SMTP server on loopback, which takes what it is sent or answers as a test wishes."""

import socket

import pytest
from aiosmtpd.controller import Controller


class Clerk:
    """Keeps what was accepted. `answers` maps an address to what the server says to it instead of taking it."""

    def __init__(self, port):
        self.port, self.controller = port, None
        self.accepted, self.answers, self.at_data = [], {}, {}
        self.at_step = {}  # what is done when the talk comes to this step: rcpt or data

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.at_step.get("rcpt", bool)()
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0] in self.at_data:
            return self.at_data[envelope.rcpt_tos[0]]
        self.accepted.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        self.at_step.get("data", bool)()
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp(settings):
    """A server that runs, and the portal set to use it."""
    clerk = Clerk(free_port())
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", clerk.port
    clerk.start()
    yield clerk
    clerk.stop()
