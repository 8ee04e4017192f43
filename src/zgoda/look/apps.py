from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "zgoda.look"
    label = "look"
