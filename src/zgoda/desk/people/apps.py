from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zgoda.desk.people"
    label = "people"
