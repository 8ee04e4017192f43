from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "zgoda.centre.incidents"
    label = "incidents"
