"""Queries and times of public pages in the current database; prints JSON.

Run by tests/bench/run.py in an environment that names one world.
"""

import json
import os
import random
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitehub.settings.production")

REPEATS = 40


def main():
    """Measure each kind of page, and print one JSON object."""
    import django

    django.setup()
    print(json.dumps({"pages": measure_all(addresses()), "addresses": addresses()}))


def addresses():
    """For each kind of page some (host, path) pairs, the same for every run."""
    from school_sites.models import Listing, SchoolSite

    rng = random.Random(1)
    # Alike column trees, so that the worlds' pages have as much on them.
    alike = SchoolSite.objects.filter(
        kind__in=["primary", "middle", "nine-year", "high", "special"]
    )
    codes = list(alike.order_by("code").values_list("code", flat=True))
    chosen = rng.sample(codes, min(10, len(codes)))
    articles = [
        (f"{code}.localhost", Listing.objects.filter(site__code=code).first().path)
        for code in chosen
    ]
    schools = [f"{code}.localhost" for code in chosen]
    return {
        "district home": [("district.localhost", "/")],
        "district column": [("district.localhost", "/xinwen/xuexiao/")],
        "district feed": [("district.localhost", "/feed/")],
        "school home": [(host, "/") for host in schools],
        "school column": [(host, "/xinwen/") for host in schools],
        "article": articles,
    }


def measure_all(pages):
    """Median milliseconds and number of queries by kind of page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()

    def get(host, path):
        response = client.get(path, headers={"host": host}, secure=False)
        if response.status_code != 200:
            sys.exit(f"{host}{path}: {response.status_code}")

    found = {}
    for kind, places in pages.items():
        for place in places:
            get(*place)
        with CaptureQueriesContext(connection) as captured:
            get(*places[0])
            queries = len(captured)  # the next request empties the log
        times = []
        for number in range(REPEATS):
            started = time.perf_counter()
            get(*places[number % len(places)])
            times.append((time.perf_counter() - started) * 1000)
        found[kind] = {"queries": queries, "ms": round(statistics.median(times), 2)}
    return found


if __name__ == "__main__":
    main()
