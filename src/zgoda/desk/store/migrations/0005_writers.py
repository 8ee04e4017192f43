import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WRITERS = ("REPLIES", "DISCUSSIONS", "CLAIMS", "MESSAGES", "RETURNS", "AUTOMATIC")


def arm_what_was_on(apps, schema_editor):
    """Sending was one switch: where it was on, all of its parts are armed."""
    apps.get_model("desk", "Connection").objects.filter(writers_armed=True).update(
        writers=dict.fromkeys(WRITERS, "ARMED")
    )


def turn_on_what_is_armed(apps, schema_editor):
    for row in apps.get_model("desk", "Connection").objects.only("pk", "writers"):
        row.writers_armed = "ARMED" in row.writers.values()
        row.save(update_fields=["writers_armed"])


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("desk", "0004_house")]

    operations = [
        migrations.AddField("connection", "writers", models.JSONField(blank=True, default=dict)),
        migrations.AddField("connection", "is_sample", models.BooleanField(default=False)),
        migrations.RunPython(arm_what_was_on, turn_on_what_is_armed),
        migrations.RemoveField("connection", "writers_armed"),
        migrations.AddField("shop", "stopped_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("shop", "stopped_by", models.CharField(blank=True, max_length=150)),
        migrations.AddField("shop", "stopped_why", models.CharField(blank=True, max_length=300)),
        migrations.AddField(
            "outgoing",
            "released_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "outgoing",
            "state",
            models.CharField(
                choices=[
                    ("QUEUED", "waiting to be sent"),
                    ("SENDING", "being sent"),
                    ("UNCERTAIN", "checking whether it arrived"),
                    ("UNSEEN", "not seen in the conversation; you decide"),
                    ("SENT", "sent"),
                    ("SEEN", "in the conversation"),
                    ("HELD", "held: something new came"),
                    ("FAILED", "not sent"),
                    ("CANCELLED", "cancelled"),
                    ("SHADOW", "would have been sent"),
                ],
                default="QUEUED",
                max_length=9,
            ),
        ),
    ]
