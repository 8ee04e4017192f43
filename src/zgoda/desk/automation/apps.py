from django.apps import AppConfig
from django.db.models.signals import post_save


class AutomationConfig(AppConfig):
    name = "zgoda.desk.automation"
    label = "automation"

    def ready(self) -> None:
        """Whatever writes a case's row, the rules hear of it."""
        from zgoda.desk.automation import watching

        post_save.connect(watching.moved, sender="desk.DeskCase", dispatch_uid="automation_moved")
