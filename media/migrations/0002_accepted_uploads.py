from django.conf import settings
from django.db import migrations, models

import media.fields
import media.storages


def keep_file_names(apps, schema_editor):
    """A document is downloaded under its own name now; the address of older ones stays."""
    documents = apps.get_model("media", "SiteDocument").objects.filter(original_name="")
    for document in documents.only("file").iterator():
        document.original_name = document.file.name.rsplit("/", 1)[-1]
        document.save(update_fields=["original_name"])


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sitedocument",
            name="original_name",
            field=models.CharField(
                blank=True, editable=False, max_length=255, verbose_name="原文件名"
            ),
        ),
        migrations.AddField(
            model_name="siteimage",
            name="original_name",
            field=models.CharField(
                blank=True, editable=False, max_length=255, verbose_name="原文件名"
            ),
        ),
        migrations.AddField(
            model_name="siteimage",
            name="upload_hash",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="siterendition",
            name="mark",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="siterendition",
            name="source",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AlterField(
            model_name="sitedocument",
            name="file",
            field=media.fields.DocumentField(
                storage=media.storages.private_storage, upload_to="", verbose_name="文件"
            ),
        ),
        migrations.AlterField(
            model_name="siteimage",
            name="file",
            field=media.fields.PictureField(
                height_field="height",
                storage=media.storages.public_storage,
                upload_to="",
                verbose_name="图片文件",
                width_field="width",
            ),
        ),
        migrations.AlterField(
            model_name="siterendition",
            name="file",
            field=media.fields.RenditionField(
                height_field="height",
                storage=media.storages.public_storage,
                upload_to="",
                width_field="width",
            ),
        ),
        migrations.AddIndex(
            model_name="sitedocument",
            index=models.Index(fields=["collection", "file_hash"], name="document_duplicates"),
        ),
        migrations.RunPython(keep_file_names, migrations.RunPython.noop, elidable=True),
    ]
