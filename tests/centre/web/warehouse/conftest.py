from tests.centre.web.staffing import at

__all__ = ["at"]
