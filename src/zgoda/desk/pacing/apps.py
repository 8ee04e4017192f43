from django.apps import AppConfig


class PacingConfig(AppConfig):
    name = "zgoda.desk.pacing"
    label = "pacing"
