from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zgoda.files"
    label = "files"
