from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "zgoda.centre.mailing"
    label = "mailing"
