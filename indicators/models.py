"""The instrument as data: what the regulation asks, how it weighs it, and how it names the result."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from indicators import scoring


class Instrument(models.Model):
    """One published version of one regulation's questionnaire. Never changed after loading; a change is a new slug."""

    class Status(models.TextChoices):
        VERIFIED = "verified", "Terverifikasi"
        UNVERIFIED = "unverified", "Belum diverifikasi"

    class RatingBasis(models.TextChoices):
        UNROUNDED = "unrounded", "Indeks tepat"
        ROUNDED = "rounded", "Indeks dua desimal"

    slug = models.SlugField("kode", max_length=60, unique=True)
    index_name = models.CharField("nama indeks", max_length=60)
    title = models.CharField("judul", max_length=200)
    regulation = models.TextField("peraturan")
    guide = models.TextField("pedoman", blank=True)
    effective_from = models.DateField("berlaku mulai")
    status = models.CharField("status", max_length=12, choices=Status)
    scale_min = models.DecimalField("nilai terendah", max_digits=6, decimal_places=2)
    scale_max = models.DecimalField("nilai tertinggi", max_digits=6, decimal_places=2)
    scale_step = models.DecimalField("langkah nilai", max_digits=6, decimal_places=4)
    rating_basis = models.CharField("dasar predikat", max_length=12, choices=RatingBasis)
    max_filename = models.PositiveSmallIntegerField("panjang nama berkas ekspor")
    max_upload_mb = models.PositiveSmallIntegerField("ukuran unggahan ekspor (MB)")
    filename_pattern = models.CharField("pola nama berkas ekspor", max_length=100)
    notes = models.JSONField("catatan", default=list, blank=True)
    digest = models.CharField("sidik isi", max_length=64)
    loaded_at = models.DateTimeField("dimuat pada", auto_now_add=True)

    class Meta:
        ordering = ["-effective_from", "slug"]
        verbose_name = "instrumen"
        verbose_name_plural = "instrumen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scale_max__gt=models.F("scale_min")), name="instrument_scale_ordered"
            ),
            models.CheckConstraint(condition=models.Q(scale_step__gt=0), name="instrument_step_positive"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("indicators:detail", args=[self.slug])

    @property
    def is_verified(self):
        return self.status == self.Status.VERIFIED

    @property
    def is_stepped(self):
        """True where a score is a whole level that has criteria; False on a continuous scale."""
        return self.scale_step == 1

    @property
    def scale(self):
        return scoring.Scale(self.scale_min, self.scale_max, self.scale_step)

    def levels(self):
        """The whole levels of the scale, lowest first; empty on a continuous scale."""
        return list(range(int(self.scale_min), int(self.scale_max) + 1)) if self.is_stepped else []

    def scheme(self):
        """This instrument as the pure value that `scoring` computes with. Three queries; keep it for a whole page."""
        indicators = self.indicators.select_related("aspect__domain").order_by("number")
        return scoring.Scheme(
            indicators=tuple(
                scoring.Weighted(i.number, i.weight, aspect=i.aspect.code, domain=i.aspect.domain.code)
                for i in indicators
            ),
            bands=tuple(scoring.Band(band.name, band.minimum) for band in self.bands.all()),
            scale=self.scale,
            rating_basis=self.rating_basis,
        )


class RatingBand(models.Model):
    """A rating (predikat) and the lowest index that earns it."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="bands")
    name = models.CharField("predikat", max_length=40)
    minimum = models.DecimalField("batas bawah", max_digits=6, decimal_places=4)

    class Meta:
        ordering = ["instrument", "-minimum"]
        verbose_name = "predikat"
        verbose_name_plural = "predikat"
        constraints = [
            models.UniqueConstraint(fields=["instrument", "name"], name="band_name_once"),
            models.UniqueConstraint(fields=["instrument", "minimum"], name="band_minimum_once"),
        ]

    def __str__(self):
        return self.name


class Domain(models.Model):
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="domains")
    position = models.PositiveSmallIntegerField("urutan")
    code = models.CharField("kode", max_length=10)
    national_code = models.CharField("kode nasional", max_length=20, blank=True)
    name = models.CharField("nama", max_length=200)
    weight = models.DecimalField("bobot", max_digits=7, decimal_places=4)
    implicit = models.BooleanField("tersirat", default=False)

    class Meta:
        ordering = ["instrument", "position"]
        verbose_name = "domain"
        verbose_name_plural = "domain"
        constraints = [models.UniqueConstraint(fields=["instrument", "code"], name="domain_code_once")]

    def __str__(self):
        return self.name


class Aspect(models.Model):
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="aspects")
    position = models.PositiveSmallIntegerField("urutan")
    code = models.CharField("kode", max_length=10)
    national_code = models.CharField("kode nasional", max_length=20, blank=True)
    name = models.CharField("nama", max_length=200)
    weight = models.DecimalField("bobot", max_digits=7, decimal_places=4)

    class Meta:
        ordering = ["domain__position", "position"]
        verbose_name = "aspek"
        verbose_name_plural = "aspek"
        constraints = [models.UniqueConstraint(fields=["domain", "code"], name="aspect_code_once")]

    def __str__(self):
        return self.name


class Indicator(models.Model):
    class Method(models.TextChoices):
        LEVEL = "level", "Nilai ditetapkan langsung"

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="indicators")
    aspect = models.ForeignKey(Aspect, on_delete=models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField("nomor")
    national_code = models.CharField("kode nasional", max_length=20, blank=True)
    name = models.CharField("nama", max_length=300)
    short_name = models.CharField("nama pendek", max_length=200)
    weight = models.DecimalField(
        "bobot", max_digits=7, decimal_places=4, validators=[MinValueValidator(Decimal("0.0001"))]
    )
    level_set = models.CharField("kelompok tingkat", max_length=30)
    method = models.CharField("cara menilai", max_length=12, choices=Method, default=Method.LEVEL)
    question = models.TextField("pertanyaan")
    explanation = models.TextField("penjelasan")
    typical_owner = models.CharField("pemilik lazim", max_length=300, blank=True)
    notes = models.JSONField("catatan", default=list, blank=True)

    class Meta:
        ordering = ["instrument", "number"]
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="indicator_number_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="indicator_weight_positive"),
        ]

    def __str__(self):
        return f"{self.number}. {self.short_name}"

    def get_absolute_url(self):
        return reverse("indicators:indicator", args=[self.instrument.slug, self.number])

    @property
    def step_gain(self):
        """What one step of the scale adds to the index."""
        return self.weight * self.instrument.scale_step / 100


class LevelCriterion(models.Model):
    """What one step of one indicator is called and asks. The text may be empty where the instrument is unverified."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="criteria")
    level = models.PositiveSmallIntegerField("tingkat")
    label = models.CharField("nama tingkat", max_length=60, blank=True)
    text = models.TextField("kriteria", blank=True)
    evidence = models.JSONField("contoh bukti", default=list, blank=True)

    class Meta:
        ordering = ["indicator", "level"]
        verbose_name = "kriteria tingkat"
        verbose_name_plural = "kriteria tingkat"
        constraints = [models.UniqueConstraint(fields=["indicator", "level"], name="criterion_level_once")]

    def __str__(self):
        return f"{self.indicator} tingkat {self.level}"


class Crosswalk(models.Model):
    """What an indicator of an older instrument became in a newer one. For reference: no score is ever converted."""

    source = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="successors")
    target = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="predecessors")
    note = models.TextField("catatan", blank=True)

    class Meta:
        ordering = ["target", "source__number"]
        verbose_name = "padanan indikator"
        verbose_name_plural = "padanan indikator"
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="crosswalk_pair_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="crosswalk_two_indicators"),
        ]

    def __str__(self):
        return f"{self.source} → {self.target}"
