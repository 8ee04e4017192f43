from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_claims")]

    operations = [
        migrations.AlterField(
            model_name="outgoing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("REGULAR", "message"),
                    ("END_REQUEST", "request to confirm"),
                    ("RETURN", "return decision"),
                    ("VERDICT", "verdict"),
                    ("OFFER", "offer"),
                    ("TRACKING", "tracking number"),
                    ("HANDOVER", "handover"),
                    ("REFUND", "refund"),
                    ("REPORT", "report of a violation"),
                    ("CARRIED_OUT", "word that it is done"),
                    ("REJECTION", "rejection of a return"),
                ],
                default="REGULAR",
                max_length=12,
            ),
        ),
    ]
