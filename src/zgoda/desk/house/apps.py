from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "zgoda.desk.house"
    label = "house"
