"""make bench-themes: what each theme's templates cost beside base's.

Made-up pages (tests/themes/render.py), no database: processor time of rendering them all, every
theme in each round, the median of the rounds' ratios. Also what the characters of the other
script and the links of the other variants add. Exits 1 where a theme costs more than 1.15 times.
"""

import os
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
ROUNDS = int(os.environ.get("ROUNDS", "40"))
MOST = 1.15
STATES = ("school_home", "district_home", "column_list", "column_cards", "article", "search")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitehub.settings.test")
    import django

    django.setup()
    from tests.themes.render import pages
    from themes import registry

    states = {name: one for name, one in pages().items() if name in STATES}
    slugs = [one.slug for one in registry.all_themes()]
    for slug in slugs:  # compiled before anything is measured
        render(slug, states)
    ratios = {slug: [] for slug in slugs}
    for _ in range(ROUNDS):
        spent = {slug: render(slug, states) for slug in random.sample(slugs, len(slugs))}
        for slug in slugs:
            ratios[slug].append(spent[slug] / spent["base"])
    missed = 0
    for slug in slugs:
        ratio = statistics.median(ratios[slug])
        missed += ratio > MOST
        print(f"{slug:10} {ratio:5.2f} times base{'  MISSED' if ratio > MOST else ''}")
    tell_variants(states)
    return 1 if missed else 0


def render(slug, states):
    """Seconds of processor that the pages take in a theme."""
    from django.template.loader import render_to_string

    from themes.force import Look, using

    began = time.process_time()
    with using(Look(slug)):
        for template, context in states.values():
            render_to_string(template, context)
    return time.process_time() - began


def tell_variants(states):
    """What a page's variants add to it, in milliseconds a page."""
    from django.template.loader import render_to_string

    from themes import rewriting

    pages = [render_to_string(template, context) for template, context in states.values()]
    made = 1000 * min(render("base", states) for _ in range(ROUNDS)) / len(pages)
    spent = {"links": [], "links and characters": []}
    for _ in range(ROUNDS):
        began = time.process_time()
        linked = [rewriting.relinked(page, lambda address: f"/hant{address}") for page in pages]
        between = time.process_time()
        for page in linked:
            rewriting.in_traditional(page)
        spent["links"].append(between - began)
        spent["links and characters"].append(time.process_time() - began)
    print(f"a page of {sum(map(len, pages)) // len(pages):,} characters takes {made:.1f} ms")
    for name, rounds in spent.items():
        print(f"  its {name} in another variant {1000 * min(rounds) / len(pages):.1f} ms more")


if __name__ == "__main__":
    sys.exit(main())
