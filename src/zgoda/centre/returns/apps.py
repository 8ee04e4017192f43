from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "zgoda.centre.returns"
    label = "returns"
