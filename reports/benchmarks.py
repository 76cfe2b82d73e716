"""Published results of other governments, loaded as their source printed them."""

import csv
from decimal import Decimal

from django.db import transaction

from reports.models import BenchmarkResult


@transaction.atomic
def load(path):
    """Load or refresh the rows of a file with the columns tahun, provinsi, wilayah, D1…, indeks, predikat, sumber."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        BenchmarkResult.objects.update_or_create(
            year=int(row["tahun"]),
            government=row["provinsi"],
            defaults={
                "region": row["wilayah"],
                "index": Decimal(row["indeks"]),
                "rating": row["predikat"],
                "domains": {name: value for name, value in row.items() if name.startswith("D") and value},
                "source": row["sumber"],
            },
        )
    return len(rows)
