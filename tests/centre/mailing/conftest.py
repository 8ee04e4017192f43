from tests.fakes.mail.fixtures import mail_server, post_office

__all__ = ["mail_server", "post_office"]
