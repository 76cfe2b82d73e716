"""Periods, answers, reviews and results for the eye only: workflow alone changes them, each change with its Event."""

from django.contrib import admin

from assessments.models import (
    Answer,
    Assessment,
    Assignment,
    ChosenService,
    Citation,
    Event,
    Evidence,
    IndicatorResult,
    Period,
    Result,
    Review,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    actions = None
    view_on_site = False

    def get_readonly_fields(self, request, obj=None):
        """No form is built, not even one that nobody could send."""
        return [field.name for field in self.opts.fields if field.name not in (self.exclude or ())]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Period)
class PeriodAdmin(ReadOnlyAdmin):
    list_display = ["name", "institution", "instrument", "year", "status"]
    list_filter = ["status", "institution"]
    list_select_related = ["institution", "instrument"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "unit", "is_lead", "period"]
    list_filter = ["period", "is_lead"]
    list_select_related = ["indicator", "unit", "period"]


@admin.register(ChosenService)
class ChosenServiceAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "name", "period"]
    list_filter = ["period"]
    list_select_related = ["indicator", "period"]


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["unit", "period", "status", "submitted_at"]
    list_filter = ["period", "status"]
    list_select_related = ["unit", "period"]
    search_fields = ["unit__code", "unit__name"]


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "unit", "score", "status", "updated_at"]
    list_filter = ["status", "assessment__period"]
    list_select_related = ["indicator", "assessment__unit", "assessment__period"]

    @admin.display(ordering="assessment__unit__name", description="perangkat daerah")
    def unit(self, answer):
        return answer.assessment.unit


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """What there is, without a way to open it."""

    list_display = ["title", "unit", "kind", "size", "created_at", "removed_at"]
    list_filter = ["kind", "unit"]
    list_select_related = ["unit"]
    exclude = ["stored_name"]


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ["evidence", "answer", "position", "pages"]
    list_select_related = ["evidence", "answer__indicator", "answer__assessment__unit"]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["answer", "verdict", "score", "assessor", "created_at"]
    list_filter = ["verdict"]
    list_select_related = ["answer__indicator", "answer__assessment__unit", "assessor"]


@admin.register(IndicatorResult)
class IndicatorResultAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "score", "origin", "period"]
    list_filter = ["period", "origin"]
    list_select_related = ["indicator", "period"]


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ["period", "revision", "index", "rating", "closed_at", "digest"]
    list_select_related = ["period"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "action", "actor", "target", "institution", "assessment"]
    list_filter = ["action", "institution"]
    list_select_related = ["actor", "institution", "assessment__unit", "assessment__period"]
    date_hierarchy = "created_at"
