"""What can never be false about messages and mails."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from inbox.models import Mail, Message, Wording

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def message(operator, institution):
    Message.objects.create(person=operator, institution=institution, key="satu", subject="a", body="b", url="/")


def mail(operator, institution):
    Mail.objects.create(key="satu", address="a@uji.local", sender="p@uji.local", subject="a", body="b")


def wording(operator, institution):
    Wording.objects.create(institution=institution, kind="reminder", subject="a", body="b", changed_by=operator)


@pytest.mark.parametrize("name, make", [("message_once", message), ("mail_once", mail), ("wording_once", wording)])
def test_the_same_is_refused_a_second_time(name, make, operator, institution):
    make(operator, institution)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(operator, institution)


@pytest.mark.parametrize(
    "name, changes",
    [
        ("mail_sent_has_time", {"state": "sent"}),
        ("mail_sent_has_time", {"sent_at": timezone.now()}),
        ("mail_secret_is_forgotten", {"is_secret": True, "state": "sent", "sent_at": timezone.now()}),
        ("mail_secret_is_forgotten", {"is_secret": True, "state": "refused", "body": "", "html": "<p>tautan</p>"}),
    ],
)
def test_constraint_refuses(name, changes, operator, institution):
    mail(operator, institution)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Mail.objects.update(**changes)


def test_each_constraint_is_tried():
    names = {c.name for model in apps.get_app_config("inbox").get_models() for c in model._meta.constraints}
    assert names == {"message_once", "mail_once", "wording_once", "mail_sent_has_time", "mail_secret_is_forgotten"}
