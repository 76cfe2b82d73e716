"""Instruments in the administration: to look at. They come from files and never change, so nothing can be edited."""

from django.contrib import admin

from indicators.models import Crosswalk, Indicator, Instrument, LevelCriterion, RatingBand


class ReadOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class BandInline(ReadOnly, admin.TabularInline):
    model = RatingBand


class CriterionInline(ReadOnly, admin.StackedInline):
    model = LevelCriterion


@admin.register(Instrument)
class InstrumentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["slug", "title", "status", "effective_from", "loaded_at"]
    inlines = [BandInline]


@admin.register(Indicator)
class IndicatorAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "short_name", "aspect", "weight", "instrument"]
    list_filter = ["instrument"]
    list_select_related = ["aspect", "instrument"]
    search_fields = ["name"]
    inlines = [CriterionInline]


@admin.register(Crosswalk)
class CrosswalkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["source", "target", "note"]
    list_filter = ["source__instrument", "target__instrument"]
    list_select_related = ["source", "target"]
