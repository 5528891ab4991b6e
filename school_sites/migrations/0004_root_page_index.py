"""Finding the tree's root by depth is a scan in stock Wagtail: an index for that alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("school_sites", "0003_import_report")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX sitehub_root_pages ON wagtailcore_page (path) WHERE depth = 1",
            "DROP INDEX sitehub_root_pages",
        ),
    ]
