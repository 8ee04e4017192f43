from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "zgoda.engine"
    label = "engine"
