from django.apps import AppConfig

from zgoda.ops import logs


class OpsConfig(AppConfig):
    name = "zgoda.ops"
    label = "ops"

    def ready(self) -> None:
        logs.configure()
