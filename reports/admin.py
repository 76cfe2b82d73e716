from django.contrib import admin

from assessments.admin import ReadOnlyAdmin
from reports.models import BenchmarkResult, Document


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["code", "kind", "unit", "result", "state", "created_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["unit", "result__period"]
    search_fields = ["code"]


@admin.register(BenchmarkResult)
class BenchmarkResultAdmin(ReadOnlyAdmin):
    list_display = ["government", "year", "index", "rating"]
    list_filter = ["year", "region"]
    search_fields = ["government"]
