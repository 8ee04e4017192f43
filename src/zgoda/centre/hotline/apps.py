from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "zgoda.centre.hotline"
    label = "hotline"
