"""What an incident refunds is chosen; how many cases it has stands in its row."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def take_over(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Until now the choice was nothing or the order. No row is written twice: of one that is, PostgreSQL checks the keys
    at the end of the transaction, and alters no table before."""
    incidents = apps.get_model("incidents", "Incident").objects
    for one in incidents.annotate(counted=models.Count("cases")).only("pk", "refunds"):
        incidents.filter(pk=one.pk).update(total=one.counted, refund="ORDER" if one.refunds else "NONE")


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='refund',
            field=models.CharField(choices=[('NONE', 'nothing'), ('LINE', "the case's own line"), ('ORDER', 'all that is left of the order')], default='NONE', max_length=5),
        ),
        migrations.AddField(
            model_name='incident',
            name='total',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='incident',
            name='refunds',
        ),
    ]
