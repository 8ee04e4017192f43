from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "zgoda.desk.crm"
    label = "crm"
