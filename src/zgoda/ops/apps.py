from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "zgoda.ops"
    label = "ops"
