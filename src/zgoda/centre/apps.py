from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "zgoda.centre"
    label = "centre"
