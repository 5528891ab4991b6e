from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school_sites", "0011_column_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="schoolsite",
            name="watermark",
            field=models.CharField(
                blank=True,
                help_text="印在正文图片右下角的文字，例如校名；留空则不加。上传的原图不会改变。",
                max_length=30,
                verbose_name="图片水印",
            ),
        ),
    ]
