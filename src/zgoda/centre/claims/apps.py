from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "zgoda.centre.claims"
    label = "claims"
