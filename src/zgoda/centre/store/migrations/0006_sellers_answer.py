"""Open cases that a seller answers of an order which the Warehouse sends have a mark and an index of their own."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    cases = apps.get_model("centre", "Case").objects
    cases.filter(fulfilled=True, responsible="SELLER", status__in=["PENDING", "UNRESOLVED"]).update(at_seller=True)


class Migration(migrations.Migration):
    dependencies = [("centre", "0005_team_figures")]
    operations = [
        migrations.AddField(model_name="case", name="at_seller", field=models.BooleanField(default=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("at_seller", True)), fields=["-opened_at", "-id"], name="case_at_seller"
            ),
        ),
    ]
