"""When a call's people were forgotten, and an index of those that still are to be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hotline", "0001_initial")]
    operations = [
        migrations.AddField(model_name="call", name="forgotten_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("forgotten_at", None)), fields=["began_at", "id"], name="hotline_call_remembered"
            ),
        ),
    ]
