"""Small, complete examples of what the tests stand on. No invented persons: people are named by their role."""

from datetime import timedelta
from decimal import Decimal
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Institution, Membership, Unit, User
from assessments import storage, uploads, workflow
from assessments.content import digest
from assessments.export_names import slug
from assessments.models import Answer, Evidence, Period
from indicators.models import Aspect, Domain, Indicator, Instrument, LevelCriterion, RatingBand

PASSWORD = "kata-sandi-uji-2026"
LABELS = ("Rintisan", "Terkelola", "Terdefinisi", "Terpadu", "Optimum")
EXPLANATION = "Ketentuan ini telah ditetapkan dan mengatur seluruh unsur yang diminta."
REASON = "Kriteria tingkat berikutnya belum terbukti pada dokumen."
# A period written straight into the table, in the first stage of its status.
OPEN = {"status": "open", "stage": "filling"}
CLOSED = {"status": "closed", "stage": "signing"}


def make_institution(code="lampung", **fields):
    return Institution.objects.create(
        **{"name": "Pemerintah Provinsi Uji", "kind": Institution.Kind.PROVINCE, "code": code, "is_sample": True}
        | fields
    )


def make_unit(institution, code, name=None):
    return Unit.objects.create(institution=institution, code=code, name=name or f"Dinas {code.title()}")


@cache
def _password():
    """PASSWORD as it is stored: slow to make, as it must be, so once for all users of a run."""
    return make_password(PASSWORD)


def make_user(email, name, institution=None, role=None, unit=None):
    user = User.objects.create(email=email, password=_password(), name=name)
    if role:
        Membership.objects.create(user=user, institution=institution, role=role, unit=unit)
    return user


def make_instrument(slug="uji", *, step="1", scale=("1", "5"), status=Instrument.Status.VERIFIED):
    """Two domains, three aspects, five indicators with weights 10, 20, 30, 15, 25; ratings from 1 / 2.6 / 3.5."""
    instrument = Instrument.objects.create(
        slug=slug,
        index_name="Indeks Uji",
        title=f"Instrumen {slug}",
        regulation="Peraturan contoh",
        effective_from="2021-01-01",
        status=status,
        scale_min=Decimal(scale[0]),
        scale_max=Decimal(scale[1]),
        scale_step=Decimal(step),
        rating_basis=Instrument.RatingBasis.UNROUNDED,
        max_filename=55,
        max_upload_mb=100,
        filename_pattern="{number}.{letter}.{title}",
        digest="0" * 64,
    )
    for name, minimum in (("Sangat Baik", "3.5"), ("Baik", "2.6"), ("Kurang", "0")):
        RatingBand.objects.create(instrument=instrument, name=name, minimum=Decimal(minimum))
    plan = [("D1", "A1", ("10", "20")), ("D1", "A2", ("30",)), ("D2", "A3", ("15", "25"))]
    number = 0
    for domain_code, aspect_code, weights in plan:
        domain, _ = Domain.objects.get_or_create(
            instrument=instrument,
            code=domain_code,
            defaults={
                "name": f"Domain {domain_code}",
                "weight": Decimal({"D1": "60", "D2": "40"}[domain_code]),
                "position": int(domain_code[1]),
            },
        )
        aspect = Aspect.objects.create(
            domain=domain,
            code=aspect_code,
            name=f"Aspek {aspect_code}",
            weight=sum(map(Decimal, weights)),
            position=int(aspect_code[1]),
        )
        for weight in weights:
            number += 1
            _make_indicator(instrument, aspect, number, weight)
    return instrument


def _make_indicator(instrument, aspect, number, weight):
    indicator = Indicator.objects.create(
        instrument=instrument,
        aspect=aspect,
        number=number,
        name=f"Tingkat Kematangan Hal {number}",
        short_name=f"Hal {number}",
        weight=Decimal(weight),
        level_set="proses",
        question=f"Seberapa matang hal {number}?",
        explanation=f"Menilai hal {number}.",
    )
    LevelCriterion.objects.bulk_create(
        LevelCriterion(
            indicator=indicator, level=level, label=LABELS[level - 1], text=f"Kriteria {number} tingkat {level}."
        )
        for level in instrument.levels()
        if level
    )
    return indicator


def windows(now=None, *, fill=(-10, 20), repair=30, review=40, closing=50):
    """The dates of a period as fields, in days from now."""
    now = now or timezone.now()
    days = {
        "fill_opens_at": fill[0],
        "fill_closes_at": fill[1],
        "repair_closes_at": repair,
        "review_closes_at": review,
        "closing_due_at": closing,
    }
    return {name: now + timedelta(days=count) for name, count in days.items()}


def make_period(institution, instrument, coordinator, *, year=2023, leads=(), supporting=(), opened=True, **fields):
    """An open period; `leads` and `supporting` are (number, unit) pairs."""
    values = {
        "instrument": instrument,
        "slug": f"{institution.code}-{year}",
        "year": year,
        "name": f"Penilaian Mandiri {year}",
    }
    period = workflow.create_period(institution, by=coordinator, **values | windows() | fields)
    for indicator in instrument.indicators.all():
        lead = next((unit for number, unit in leads if number == indicator.number), None)
        helpers = [unit for number, unit in supporting if number == indicator.number]
        workflow.assign(period, indicator, by=coordinator, lead=lead, supporting=helpers)
    return workflow.open_period(period, by=coordinator) if opened else period


def make_years(institution, instrument, by, years, **fields):
    """A period for each of these years, written in bulk."""
    values = {"institution": institution, "instrument": instrument, "created_by": by} | windows() | fields
    return Period.objects.bulk_create(
        Period(year=year, slug=f"tahun-{year}", name=f"Penilaian {year}", **values) for year in years
    )


def link(unit, by, title="Laporan pelaksanaan"):
    place = "" if title == "Laporan pelaksanaan" else f"/{slug(title)}"  # an answer takes an address once
    url = f"https://contoh.go.id/laporan{place}"
    return Evidence(unit=unit, kind=Evidence.Kind.LINK, url=url, title=title, created_by=by)


def stored_file(unit, by, content=b"%PDF-1.4 contoh", title="Laporan pelaksanaan"):
    """An unsaved proof whose bytes lie in the store; nobody looks into them here."""
    staged = uploads.stage(f"{title}.pdf", content)
    return Evidence(
        unit=unit,
        kind=Evidence.Kind.FILE,
        stored_name=storage.store(staged),
        original_name=staged.name,
        media_type="application/pdf",
        size=staged.size,
        sha256=staged.sha256,
        title=title,
        created_by=by,
    )


def cite_file(answer, by, **fields):
    return workflow.cite(answer, stored_file(answer.assessment.unit, by, **fields), by=by)


def fill(answer, by, score="3", explanation=EXPLANATION):
    """Make an answer *Lengkap*."""
    saved = workflow.save_answer(answer, by=by, seen=answer.versions, score=Decimal(score), explanation=explanation)
    if Decimal(score) > answer.indicator.instrument.scale_min:
        workflow.cite(saved, link(answer.assessment.unit, by), by=by, pages="1-3", levels=[int(Decimal(score))])
    saved.refresh_from_db()
    return saved


def fill_all(assessment, by, score="3"):
    for answer in assessment.answers.select_related("indicator__instrument", "assessment__unit", "assessment__period"):
        fill(answer, by, score)


def submit(assessment, *, by):
    """As from a page that shows what stands now; likewise the three below."""
    return workflow.submit(assessment, by=by, seen=digest(assessment))


def raise_score(answer, score, *, by, second):
    """A score above the claim: one assessor proposes it, another confirms it."""
    workflow.adjust(answer, by=by, version=answer.version, score=Decimal(score), reason=REASON)
    return workflow.confirm(answer, by=second, version=answer.version + 1)


def ask_approval(assessment, *, by):
    return workflow.ask_approval(assessment, by=by, seen=digest(assessment))


def refuse_approval(assessment, *, by, reason):
    return workflow.refuse_approval(assessment, by=by, seen=digest(assessment), reason=reason)


def resend(assessment, *, by):
    returned = assessment.answers.filter(status=Answer.Status.RETURNED).values_list("indicator__number", flat=True)
    return workflow.resend(assessment, by=by, seen=digest(assessment), indicators=list(returned))
