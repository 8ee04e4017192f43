from django.db import migrations, models

WRITERS = ["AUTOMATIC", "CLAIMS", "DISCUSSIONS", "MESSAGES", "REPLIES", "RETURNS"]


def tick_what_was_ticked(apps, schema_editor):
    """One tick was for all that is written."""
    apps.get_model("crm", "Integration").objects.filter(sends=True).update(arms=WRITERS)


def tick_once(apps, schema_editor):
    apps.get_model("crm", "Integration").objects.exclude(arms=[]).update(sends=True)


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_mentions")]

    operations = [
        migrations.AddField("integration", "arms", models.JSONField(blank=True, default=list)),
        migrations.RunPython(tick_what_was_ticked, tick_once),
        migrations.RemoveField("integration", "sends"),
    ]
