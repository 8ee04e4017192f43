from django.apps import AppConfig


class OAuthConfig(AppConfig):
    name = "zgoda.centre.oauth"
    label = "oauth"
