from django.apps import AppConfig
from django.db.models.signals import post_save


class WorkConfig(AppConfig):
    name = "zgoda.desk.work"
    label = "work"

    def ready(self) -> None:
        """Whatever writes a case's row, the search stays in step."""
        from zgoda.desk.work import searching

        post_save.connect(searching.follow, sender="desk.DeskCase", dispatch_uid="work_search")
