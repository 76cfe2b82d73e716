"""People of a file: read, compared with those that are there, and brought in."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts import sheets, trail
from accounts.models import Membership, User
from accounts.people import changing, inviting
from accounts.people.planning import Kind, Line, Plan

TITLE, ROUTE, MAX_ROWS = "pengguna", "accounts:import_people", 10_000
COLUMNS = (
    sheets.Column("name", "Nama", is_required=True),
    sheets.Column("email", "Surel", is_required=True),
    sheets.Column("role", "Peran", is_required=True),
    sheets.Column("unit", "Kode perangkat daerah", is_optional=True),
)
SHOWN = ("Nama", "Surel", "Peran", "Kode PD")
OWN = "Ini akun Anda sendiri; dilewati."
_LABELS = dict(Membership.Role.choices)
NOTES = (
    "Satu baris untuk setiap peran; orang dengan dua peran mempunyai dua baris dengan nama dan surel yang sama.",
    "Peran: " + ", ".join(_LABELS.values()) + ".",
    "Kode perangkat daerah wajib untuk operator, kepala perangkat daerah, dan asesor internal.",
    "Orang yang tidak ada dalam berkas tidak berubah.",
)


def template_rows(office):
    places = office.memberships().filter(user__is_superuser=False).select_related("user", "unit")
    for place in places.order_by("user__name", "user__email", "role"):
        yield (place.user.name, place.user.email, place.get_role_display(), place.unit.code if place.unit else "")


def read(file, office):
    """(the sheet with all its faults, the rows as plain values)."""
    sheet = sheets.read(file, COLUMNS, max_rows=MAX_ROWS)
    units = {unit.code.casefold() for unit in office.units().filter(is_active=True)}
    roles = {_LABELS[role].casefold(): role for role in office.roles}
    seen, rows = {}, []
    for row in sheet.rows:
        role, unit, email = roles.get(row["role"].casefold()), row["unit"].casefold(), row["email"].lower()
        _check(sheet, row, role, unit, units)
        _check_repeated(sheet, row, seen, (email, role, unit))
        rows.append([row.number, row["name"], email, role, unit if role in Membership.UNIT_ROLES else ""])
    return sheet, rows


def _check(sheet, row, role, unit, units):
    if row["email"]:
        try:
            validate_email(row["email"])
        except ValidationError:
            sheet.report(row.cell("email"), f"Surel {row['email'][:60]} tidak lengkap, misalnya nama@instansi.go.id.")
    if len(row["name"]) > 150:
        sheet.report(row.cell("name"), "Nama terlalu panjang, paling banyak 150 karakter.")
    if row["role"] and role is None:
        sheet.report(row.cell("role"), f"Peran {row['role'][:40]} tidak dikenal atau tidak dapat Anda berikan.")
    if role in Membership.UNIT_ROLES and not unit:
        sheet.report(row.cell("unit"), "Peran ini terikat pada satu perangkat daerah. Isi kodenya.")
    elif unit and unit not in units:
        sheet.report(row.cell("unit"), f"Kode perangkat daerah {row['unit'][:40]} tidak dikenal atau tidak aktif.")


def _check_repeated(sheet, row, seen, key):
    email, name = key[0], row["name"]
    if key in seen:
        sheet.report(row.cell("email"), f"Baris ini sama dengan baris {seen[key][0]}.")
    number, known = seen.setdefault(email, (row.number, name))
    if email and known != name:
        sheet.report(row.cell("name"), f"Nama untuk surel ini berbeda dengan baris {number}.")
    seen.setdefault(key, (row.number, name))


def plan(rows, office):
    """Fixed queries, whatever the number of rows."""
    people = {person.email: person for person in office.people().prefetch_related("memberships")}
    units = {unit.code.casefold(): unit for unit in office.units().select_related("institution")}
    managed = set(office.memberships().values_list("pk", flat=True))
    result = Plan()
    for number, name, email, role, code in rows:
        unit, person = units.get(code), people.get(email)
        kind, note = _compare(office, person, managed, name=name, role=role, unit=unit, email=email)
        shown = (name, email, _LABELS.get(role, ""), unit.code if unit else "")
        given = {"email": email, "name": name, "role": role, "unit": unit, "person": person}
        result.lines.append(Line(number, kind, shown, note, given))
    return result


def _compare(office, person, managed, *, name, role, unit, email):
    if person is None:
        return (Kind.CONFLICT, OWN) if email == office.user.email else (Kind.NEW, "Diundang lewat surel.")
    places = person.memberships.all()
    is_held = any(place.role == role and place.unit_id == (unit and unit.pk) for place in places)
    notes = [] if is_held else ["Peran baru."]
    if person.name != name:
        notes.append(f"Nama sebelumnya {person.name}.")
    if not notes:
        return Kind.UNCHANGED, ""
    barrier = _barrier(office, person, person.name != name and any(place.pk not in managed for place in places))
    return (Kind.CONFLICT, barrier) if barrier else (Kind.CHANGED, " ".join(notes))


def _barrier(office, person, is_shared):
    if person.pk == office.user.pk:
        return OWN
    if not person.is_active:
        return "Akun ini nonaktif; dilewati. Aktifkan kembali dari daftar lebih dahulu."
    return f"Namanya {person.name} dan juga dipakai di tempat lain; dilewati." if is_shared else ""


@transaction.atomic
def apply(plan, office, request):
    for line in plan.of(Kind.CHANGED):
        person, role, unit = line.given["person"], line.given["role"], line.given["unit"]
        changing.give_role(office, person, role=role, unit=unit, request=request)
        if person.name != line.given["name"]:
            changing.rename(office, person, name=line.given["name"], request=request)
    fresh = plan.of(Kind.NEW)
    known = set(User.objects.filter(email__in={line.given["email"] for line in fresh}).values_list("email", flat=True))
    strangers = [line.given for line in fresh if line.given["email"] not in known]
    for line in fresh:
        if line.given["email"] in known:
            _invite_known(line.given, office, request)
    _bring_in(strangers, office, request)


def _invite_known(given, office, request):
    fields = {name: given[name] for name in ("email", "name", "role", "unit")}
    institution = office.institution_of(given["unit"])
    inviting.invite(**fields, institution=institution, by=office.user, request=request)


def _bring_in(strangers, office, request):
    """Thousands of accounts in a few statements, with one entry in the trail that names them all."""
    made = {}
    for given in strangers:
        if given["email"] not in made:
            made[given["email"]] = person = User(email=given["email"], name=given["name"], invited_at=timezone.now())
            person.set_unusable_password()
    User.objects.bulk_create(made.values())
    places = [
        Membership(
            user=made[given["email"]],
            institution=office.institution_of(given["unit"]),
            role=given["role"],
            unit=given["unit"],
        )
        for given in strangers
    ]
    Membership.objects.bulk_create(places)
    _record(places, office, request)
    _mail(made.values(), office)


def _record(places, office, request):
    by_institution = {}
    for place in places:
        row = [place.user.pk, place.user.email, place.role, place.unit.code if place.unit else ""]
        by_institution.setdefault(place.institution, []).append(row)
    for institution, rows in by_institution.items():
        told = {"request": request, "institution": institution, "actor": office.user}
        trail.record_access("people.imported", people=rows, **told)


def _mail(people, office):
    adapter, days = get_adapter(), settings.INVITATION_DAYS
    public = {"portal_name": settings.PORTAL_NAME, "base_url": settings.BASE_URL, "by": office.user, "days": days}
    letters = [
        adapter.render_mail(
            "account/email/invitation", person.email, public | {"user": person, "url": inviting.link(person)}
        )
        for person in people
    ]
    get_connection().send_messages(letters)
