from django.apps import AppConfig


class DeskQualityConfig(AppConfig):
    name = "zgoda.desk.quality"
    label = "desk_quality"
