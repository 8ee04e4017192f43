from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "zgoda.desk.work"
    label = "work"
