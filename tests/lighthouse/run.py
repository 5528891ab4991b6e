"""make lighthouse: home, column and article of every theme, measured as a slow phone gets them.

Lighthouse's mobile preset, the median of three runs; THEME=plain for one theme, RUNS=1 for a
look. Prints a line for each page, and exits 1 where a limit is missed.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
RUNS = int(os.environ.get("RUNS", "3"))
# A mode's pages name the standard mode's as their own (decision 0035): its home page is a root.
CANONICAL = "canonical"
TRIES = 3  # “Something went wrong with recording the trace. Please run Lighthouse again.”
CATEGORIES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_BYTES, MOST_REQUESTS, MOST_SHIFT = 150 * 1024, 20, 0.02
FLAGS = "--headless=new --no-sandbox --ignore-certificate-errors --disable-dev-shm-usage"
PICTURES = {"Image", "Media"}
HEAD = "theme      page      perf  a11y  best   seo     KB  req  shift"


def main():
    chromium = shutil.which("chromium") or sys.exit("needs Debian's chromium")
    shutil.which("nginx") or sys.exit("needs Debian's nginx")
    subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=HERE, check=True)
    os.environ["CHROME_PATH"] = chromium
    from tests.lighthouse.world import World

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        world = World(folder)
        world.build()
        import django

        django.setup()
        with world:
            return measure(world)


def measure(world):
    """Measure every theme that is wanted; how many pages missed a limit."""
    from themes import registry

    wanted = os.environ.get("THEME")
    themes = [one for one in registry.all_themes() if wanted in (None, "", one.slug)]
    if not themes:
        sys.exit(f"there is no theme {wanted}")
    print(HEAD)
    missed = 0
    for theme in themes:
        for page, url in pages(theme):
            world.wait(url)
            missed += tell(theme, page, [lighthouse(url) for _ in range(RUNS)])
    print("every limit held" if not missed else f"{missed} pages missed a limit")
    return 1 if missed else 0


def pages(theme):
    """[(name, url)] of a site that is shown in ``theme`` from now on."""
    from school_sites.looks.choices import Choice
    from school_sites.looks.states import put_in_force, try_out
    from school_sites.models import ArticlePage, ColumnPage
    from sitehub.demo.theme_pictures import site_for
    from themes.variants import USUAL

    entry = site_for(theme)
    prefix = f"/{theme.mode}" if theme.mode else USUAL.prefix
    if not theme.mode:
        try_out(entry.school_site, choice=Choice(theme=theme.slug), by=None)
        put_in_force(entry.school_site, by=None)
    root = entry.school_site.root_page
    column = ColumnPage.objects.live().descendant_of(root).filter(kind="news").first()
    inside = ArticlePage.objects.live().descendant_of(column).exclude(cover=None)
    article = inside.order_by("-publication_date", "-pk").first()
    paths = {"home": "/", "column": column.site_path(entry), "article": article.site_path(entry)}
    return [(name, entry.url(prefix + path)) for name, path in paths.items()]


def lighthouse(url):
    """Scores by category, and bytes before pictures, requests and layout shift, of one run."""
    command = [HERE / "node_modules/.bin/lighthouse", url, "--output=json", "--quiet",
               f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]  # fmt: skip
    for _ in range(TRIES):
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=300)
        if done.returncode == 0:
            break
    done.check_returncode()
    report = json.loads(done.stdout)
    audits, categories = report["audits"], report["categories"]
    requests = audits["network-requests"]["details"]["items"]
    before = [one for one in requests if one.get("resourceType") not in PICTURES]
    return {
        **{name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES},
        "bytes": sum(one["transferSize"] for one in before),
        "requests": len(before),
        "shift": audits["cumulative-layout-shift"]["numericValue"],
        "faults": faults_of(report),
    }


def faults_of(report):
    """Names of the audits that cost a point, but for those of speed."""
    found = set()
    for name in CATEGORIES.keys() - {"performance"}:
        for ref in report["categories"][name]["auditRefs"]:
            score = report["audits"][ref["id"]]["score"]
            if ref["weight"] and score is not None and score < 1:
                found.add(ref["id"])
    return found


def tell(theme, page, runs):
    """Print the median of ``runs``; whether a limit is missed."""
    median = {
        name: statistics.median(one[name] for one in runs) for name in runs[0] if name != "faults"
    }
    scores = " ".join(f"{median[name]:5.0f}" for name in CATEGORIES)
    missed = [name for name, least in CATEGORIES.items() if median[name] < least]
    if page == "home":
        missed += ["weight"] * (median["bytes"] > MOST_BYTES)
        missed += ["requests"] * (median["requests"] > MOST_REQUESTS)
    missed += ["shift"] * (median["shift"] > MOST_SHIFT)
    faults = set().union(*(one["faults"] for one in runs))
    if theme.mode and faults == {CANONICAL}:
        missed.remove("seo")
    print(
        f"{theme.slug:10} {page:8} {scores}",
        f"{median['bytes'] / 1024:6.1f} {median['requests']:4.0f} "
        f"{median['shift']:6.3f}  {'MISSED ' + ', '.join(missed) if missed else ''} "
        f"{', '.join(sorted(faults))}".rstrip(),
        flush=True,
    )
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
