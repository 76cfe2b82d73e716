"""Addresses of the plan of a period, for the tests of its pages."""


def plan_url(period):
    return f"/kelola/penugasan/{period.slug}/"
