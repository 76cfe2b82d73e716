import logging

from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseFailure
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spbe_portal.home import page_of

logger = logging.getLogger("spbe_portal.health")


@require_safe
def home(request):
    template, context = page_of(request.user, request.membership)
    return render(request, template, context)


@login_not_required  # A load balancer has no account; the answer says nothing but alive or not.
@never_cache
@require_safe
def healthz(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseFailure:
        logger.exception("the database does not answer")
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})
