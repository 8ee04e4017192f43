from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_forwarded'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeskLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('WAITING', 'waiting'), ('SENDING', 'being sent'), ('HANDING', 'being handed over'), ('SENT', 'sent'), ('PERHAPS', 'perhaps sent'), ('FAILED', 'not sent'), ('SWITCHED_OFF', 'switched off'), ('NOT_NEEDED', 'no longer needed'), ('NO_ADDRESS', 'no address')], default='WAITING', max_length=12)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('token', models.CharField(blank=True, max_length=32)),
                ('leased_until', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
