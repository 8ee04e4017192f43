from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "zgoda.desk.health"
    label = "health"
