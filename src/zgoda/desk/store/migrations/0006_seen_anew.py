"""Sending a held message all the same confirms what was shown then, so that it needs no flag of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_writers")]

    operations = [migrations.RemoveField(model_name="outgoing", name="confirmed_despite_change")]
