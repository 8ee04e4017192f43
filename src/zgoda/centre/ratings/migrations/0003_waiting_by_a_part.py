"""The index of ratings that wait for a moderator holds only those."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ratings", "0002_a_readers_confidence")]
    operations = [
        migrations.RemoveIndex(model_name="orderrating", name="rating_waiting"),
        migrations.AddIndex(
            model_name="orderrating",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["waiting_since", "id"],
                name="rating_waiting",
            ),
        ),
    ]
