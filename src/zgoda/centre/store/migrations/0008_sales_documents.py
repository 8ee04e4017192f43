"""Sales documents of an order, and links to those kept elsewhere."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centre', '0007_buyers_data'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('url', models.CharField(max_length=2000)),
                ('created_at', models.DateTimeField()),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='document_links', to='centre.order')),
            ],
            options={
                'indexes': [models.Index(fields=['order', 'created_at', 'id'], name='documentlink_order')],
            },
        ),
        migrations.CreateModel(
            name='SalesDocument',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('by', models.CharField(choices=[('SELLER', 'SELLER'), ('WAREHOUSE', 'WAREHOUSE')], max_length=12)),
                ('number', models.CharField(blank=True, max_length=100)),
                ('name', models.CharField(max_length=255)),
                ('state', models.CharField(choices=[('ANNOUNCED', 'ANNOUNCED'), ('WAITING', 'WAITING'), ('ACCEPTED', 'ACCEPTED'), ('REJECTED', 'REJECTED')], max_length=10)),
                ('created_at', models.DateTimeField()),
                ('file_id', models.UUIDField(null=True, unique=True)),
                ('uploaded_at', models.DateTimeField(null=True)),
                ('verified_at', models.DateTimeField(null=True)),
                ('token', models.UUIDField(null=True, unique=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='centre.order')),
            ],
            options={
                'indexes': [models.Index(fields=['order', 'created_at', 'id'], name='document_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'ANNOUNCED'), ('file_id__isnull', False), _connector='OR'), name='document_has_a_file')],
            },
        ),
    ]
