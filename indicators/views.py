"""The instruments to read: what is asked, how it weighs, what each level demands. Open to everyone who is signed in."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.models import Indicator, Instrument


@require_safe
def instrument_list(request):
    instruments = Instrument.objects.annotate(indicator_count=Count("indicators"))
    return render(request, "indicators/list.html", {"instruments": instruments})


@require_safe
def instrument_detail(request, slug):
    instrument = get_object_or_404(Instrument, slug=slug)
    domains = list(instrument.domains.prefetch_related("aspects__indicators"))
    aspects = [aspect for domain in domains for aspect in domain.aspects.all()]
    context = {
        "instrument": instrument,
        "domains": domains,
        "has_domains": not any(domain.implicit for domain in domains),
        "aspect_count": len(aspects),
        "indicator_count": sum(len(aspect.indicators.all()) for aspect in aspects),
        "bands": _band_ranges(instrument),
        "trail": _trail(instrument),
    }
    return render(request, "indicators/detail.html", context)


@require_safe
def indicator_detail(request, slug, number):
    indicators = Indicator.objects.select_related("instrument", "aspect__domain")
    indicator = get_object_or_404(indicators, instrument__slug=slug, number=number)
    neighbors = indicators.filter(instrument__slug=slug, number__in=[number - 1, number + 1])
    near = {neighbor.number: neighbor for neighbor in neighbors}
    criteria = list(indicator.criteria.all())
    context = {
        "indicator": indicator,
        "instrument": indicator.instrument,
        "criteria": criteria,
        "has_texts": any(criterion.text for criterion in criteria),
        "previous": near.get(number - 1),
        "next": near.get(number + 1),
        "trail": _trail(indicator.instrument, indicator),
    }
    return render(request, "indicators/indicator.html", context)


def _band_ranges(instrument):
    """Ratings from the highest, each with the minimum of the one above it and its position from the lowest."""
    bands, above = list(instrument.bands.all()), None
    for position, band in zip(range(len(bands), 0, -1), bands, strict=True):
        yield {"name": band.name, "minimum": band.minimum, "below": above, "position": position}
        above = band.minimum


def _trail(instrument, indicator=None):
    trail = [{"label": "Instrumen", "url": reverse("indicators:list")}, {"label": instrument.title}]
    if indicator:
        trail[1]["url"] = instrument.get_absolute_url()
        trail.append({"label": f"Indikator {indicator.number}"})
    return trail
