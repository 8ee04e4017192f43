from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "zgoda.desk"
    label = "desk"
