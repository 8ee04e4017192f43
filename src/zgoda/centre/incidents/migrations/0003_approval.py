"""Incidents that wait for a second person, choices kept as rows, and sums that stand in the incident."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def count(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """What is settled stands in the incident's row from now on. Each row is written once, after the tables are as they
    will be: PostgreSQL alters none that has something left to check."""
    incidents = apps.get_model("incidents", "Incident").objects
    settled = {
        "done_now": models.Count("cases", filter=models.Q(cases__outcome="DONE")),
        "refused_now": models.Count("cases", filter=models.Q(cases__outcome="REFUSED")),
    }
    for one in incidents.annotate(**settled).only("pk"):
        incidents.filter(pk=one.pk).update(done=one.done_now, refused=one.refused_now)


class Migration(migrations.Migration):

    dependencies = [
        ('centre', '0006_sellers_answer'),
        ('incidents', '0002_refund'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('carrier', models.CharField(blank=True, max_length=60)),
                ('numbers', models.TextField(blank=True)),
                ('state', models.CharField(blank=True, max_length=40)),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('APPROVED', 'APPROVED'), ('TURNED_DOWN', 'TURNED_DOWN'), ('TAKEN_BACK', 'TAKEN_BACK')], max_length=11)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='incident',
            name='done',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='incident',
            name='needs_approval',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='incident',
            name='planned',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='incident',
            name='refused',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='incidentcase',
            name='amount_minor',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='incident',
            name='refund',
            field=models.CharField(choices=[('NONE', 'NONE'), ('LINE', 'LINE'), ('ORDER', 'ORDER')], default='NONE', max_length=5),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('needs_approval', True)), fields=['at', 'id'], name='incident_four_eyes'),
        ),
        migrations.AddIndex(
            model_name='incidentcase',
            index=models.Index(fields=['incident', 'position'], name='incident_in_order'),
        ),
        migrations.AddIndex(
            model_name='incidentcase',
            index=models.Index(condition=models.Q(('why', ''), _negated=True), fields=['incident', 'position'], name='incident_by_hand'),
        ),
        migrations.AddField(
            model_name='choice',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='incident',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='decision', to='incidents.incident'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['-at', '-id'], name='incident_decided'),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
