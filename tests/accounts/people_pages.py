"""How the tests walk the pages of people."""

import re

from accounts.models import Membership

PEOPLE, INVITE = "/kelola/pengguna/", "/kelola/pengguna/undang/"
NEW = "empat gajah menari pelan"
Role = Membership.Role


def page_of(person):
    return f"{PEOPLE}{person.pk}/"


def act(client, person, what):
    return client.post(f"{page_of(person)}tindakan/", {"act": what})


def place_of(person):
    return Membership.objects.get(user=person)


def invite(client, **fields):
    return client.post(INVITE, {"email": "baru@uji.local", "name": "Pegawai Baru", "role": "operator"} | fields)


def link_of(mail):
    return re.search(r"http://testserver(/undangan/\S+)", mail.body).group(1)
