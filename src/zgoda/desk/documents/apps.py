from django.apps import AppConfig


class DeskDocumentsConfig(AppConfig):
    name = "zgoda.desk.documents"
    label = "desk_documents"
