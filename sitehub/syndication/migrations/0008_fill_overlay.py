"""Where submissions are shown, since when they wait, and what was accepted."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    """By what the rows say so far; what is online now stands for what was accepted."""
    submissions = apps.get_model("syndication", "Submission").objects
    channels = apps.get_model("syndication", "Channel").objects
    articles = apps.get_model("school_sites", "ArticlePage").objects
    column = channels.filter(pk=OuterRef("channel")).values("column")
    submissions.update(column=Subquery(column), waiting_since=F("submitted_at"))
    online = articles.filter(pk=OuterRef("article")).values("live_revision")
    submissions.filter(decision="accepted").update(accepted_revision=Subquery(online))


class Migration(migrations.Migration):
    dependencies = [("syndication", "0007_overlay_and_rules")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
