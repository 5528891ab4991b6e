"""Weekly menus: this week's and the next, earlier weeks by year.

Which week it is, the server knows; which day it is, only the visitor's own
clock: the page may have been rendered and stored on another day of the week.
"""

from datetime import date, timedelta

from django.db.models import Max, Min, prefetch_related_objects
from django.utils import timezone

from school_sites.linked_data import leaf_data
from school_sites.models import ColumnLayout, WeekMenuPage
from school_sites.models.menus import DAYS
from school_sites.weeks import WEEKDAYS, coming_monday, day_text, last_day, monday_of, week_text

from . import Section, pages_of, register

WEEK = timedelta(days=7)
EARLIER_LIMIT = 8  # weeks; the rest is reached by year


def column_values(request, entry, column):
    """This week's menu and the next one, in full, and links to some before."""
    menus = pages_of(WeekMenuPage, column.path).order_by("-week_start", "-pk")
    last = monday_of(timezone.localdate()) + WEEK
    known = list(menus.filter(week_start__lte=last)[: EARLIER_LIMIT + 2])
    # At the weekend only the coming week counts; until it is published, the newest there is.
    now = [menu for menu in known if menu.week_start >= coming_monday()] or known[:1]
    earlier = [menu for menu in known if menu not in now][:EARLIER_LIMIT]
    prefetch_related_objects(now, "meals")
    weeks = [week_values(menu) for menu in reversed(now)]
    return {"section_items": weeks, "earlier": [link_to(menu) for menu in earlier]}


def years_of(column):
    """Calendar years of the column's menus, newest first."""
    ends = pages_of(WeekMenuPage, column.path).aggregate(Min("week_start"), Max("week_start"))
    oldest, newest = ends["week_start__min"], ends["week_start__max"]
    return list(range(newest.year, oldest.year - 1, -1)) if oldest else []


def year_values(request, entry, column, year):
    """Links to the menus of one year, by month, newest first; at most 53."""
    menus = pages_of(WeekMenuPage, column.path).order_by("-week_start", "-pk")
    menus = menus.filter(week_start__range=(date(year, 1, 1), last_day(year)))
    months = {}
    for menu in menus.only("title", "week_start"):
        months.setdefault(menu.week_start.month, []).append(link_to(menu))
    return {"section_items": [{"month": one, "weeks": weeks} for one, weeks in months.items()]}


def page_values(request, entry, page):
    """One week's menu, with the weeks before and after it."""
    menus = pages_of(WeekMenuPage, page.column_path).only("title", "week_start")
    before = menus.filter(week_start__lt=page.week_start).order_by("-week_start").first()
    after = menus.filter(week_start__gt=page.week_start).order_by("week_start").first()
    return {
        "week": week_values(page),
        "before": before and link_to(before),
        "after": after and link_to(after),
        "description": f"{entry.school_site.name}{week_text(page.week_start)}食谱",
        "json_ld": leaf_data(entry, page, "WebPage"),
    }


def link_to(menu):
    """A week as a link."""
    return {"title": menu.title, "url": menu.site_path(), "span": week_text(menu.week_start)}


def week_values(menu):
    """A menu as templates show it: by day for phones, by meal for the table."""
    meals = list(menu.meals.all())
    days = [
        {
            "date": menu.week_start + timedelta(days=number),
            "weekday": WEEKDAYS[number],
            "label": day_text(menu.week_start + timedelta(days=number)),
            "meals": [
                {"name": meal.name, "dishes": meal.dishes(day)}
                for meal in meals
                if meal.dishes(day)
            ],
        }
        for number, day in enumerate(DAYS)
    ]
    rows = [
        {
            "name": meal.name,
            "cells": [
                {"date": days[number]["date"], "dishes": meal.dishes(day)}
                for number, day in enumerate(DAYS)
            ],
        }
        for meal in meals
    ]
    return {
        **link_to(menu),
        "name": name_of(menu.week_start),
        "note": menu.note,
        "days": days,
        "rows": rows,
    }


def name_of(week_start):
    """本周, 下周, or nothing for another week, as of today."""
    this_week = monday_of(timezone.localdate())
    return {this_week: "本周食谱", this_week + WEEK: "下周食谱"}.get(week_start, "")


register(
    Section(
        layout=ColumnLayout.MENU,
        column=column_values,
        page_model=WeekMenuPage,
        page=page_values,
        template="themes/base/pages/week_menu.html",
        styles=("plain", "menu"),
        empty="食谱还没有公布",
        years=years_of,
        year=year_values,
    )
)
