from django.apps import AppConfig


class DeskRatingsConfig(AppConfig):
    name = "zgoda.desk.ratings"
    label = "desk_ratings"
