from django.apps import AppConfig


class FirstRunConfig(AppConfig):
    name = "zgoda.desk.first_run"
    label = "first_run"
