"""What the charts draw: plain values, which counting.js reads from JSON that runs nothing."""

from django.utils.translation import gettext as _

BARS = 20  # schools in the league's chart


def league_chart(rows):
    """Points of the first schools by rank."""
    first = sorted(rows, key=lambda row: (row.rank, row.site.short_name))[:BARS]
    first = [row for row in first if row.points]
    return {
        "type": "bar",
        "lying": True,
        "labels": [row.site.short_name for row in first],
        "series": [{"label": _("积分"), "values": [row.points for row in first]}],
    }


def school_charts(report):
    """The curve of points, submitted and accepted by month, and the channels."""
    months = [f"{one.month:%Y-%m}" for one in report.months]
    curve = [{"label": _("本校积分"), "values": [one.points for one in report.months]}]
    if report.median is not None:
        medians = [one.median for one in report.months]
        curve.append({"label": _("同类学校中位数"), "values": medians, "dashed": True})
    return {
        "curve": {"type": "line", "labels": months, "series": curve},
        "work": {
            "type": "bar",
            "labels": months,
            "series": [
                {"label": _("报送"), "values": [one.submitted for one in report.months]},
                {"label": _("采用"), "values": [one.accepted for one in report.months]},
            ],
        },
        "mix": {
            "type": "bar",
            "lying": True,
            "labels": [name for name, *_rest in report.channels],
            "series": [
                {"label": _("报送"), "values": [one[1] for one in report.channels]},
                {"label": _("采用"), "values": [one[2] for one in report.channels]},
            ],
        },
    }
