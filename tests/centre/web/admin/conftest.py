from tests.centre.web.staffing import admin, at, consultant, moderator

__all__ = ["admin", "at", "consultant", "moderator"]
