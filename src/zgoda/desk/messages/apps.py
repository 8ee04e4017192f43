from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "zgoda.desk.messages"
    label = "desk_messages"
