"""The charting library that is served from here is the one that was looked at."""

import hashlib

from django.conf import settings

VENDOR = settings.BASE_DIR / "sitehub/counting/static/counting/vendor/chartjs"
DIGESTS = {
    "chart.umd.min.js": "c17f2ce49fb9c71ef7fb39c03f868804ac5ab34730149976eebe6b7f807bef0c",
    "LICENSE.md": "41a84aa2caba645f966a18d9c2056b73e6d3a81d80bc0046bc0011a2634d4cce",
}


def test_the_vendored_library_is_unchanged_and_names_no_map():
    for name, digest in DIGESTS.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
    assert "sourceMappingURL" not in (VENDOR / "chart.umd.min.js").read_text()
