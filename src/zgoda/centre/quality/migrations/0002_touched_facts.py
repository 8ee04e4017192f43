from django.db import migrations, models

FACTS = [
    ("DISCUSSION_ANSWERS", "DISCUSSION_ANSWERS"),
    ("MESSAGE_ANSWERS", "MESSAGE_ANSWERS"),
    ("OPENED", "OPENED"),
    ("UNRESOLVED", "UNRESOLVED"),
]


class Migration(migrations.Migration):
    """Marks name the fact, so that no other sum of the day is made anew. Marks of before are dropped with their table:
    `zgoda quality recompute` makes what they asked for."""

    dependencies = [("quality", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Touched"),
        migrations.CreateModel(
            name="Touched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.BigIntegerField()),
                ("fact", models.CharField(choices=FACTS, max_length=20)),
                ("day", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="figure",
            name="market",
            field=models.CharField(default="pl", max_length=2),
            preserve_default=False,
        ),
    ]
