from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "zgoda.centre.messaging"
    label = "messaging"
