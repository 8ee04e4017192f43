from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zgoda.accounts"
    label = "accounts"
