from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "zgoda.centre.quality"
    label = "quality"
