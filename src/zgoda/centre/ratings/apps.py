from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "zgoda.centre.ratings"
    label = "ratings"
