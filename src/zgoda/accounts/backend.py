"""Who a session belongs to: allauth's sign-in, with the account read by a prepared query."""

from allauth.account.auth_backends import AuthenticationBackend

from zgoda.accounts.models import User
from zgoda.engine.prepared import Prepared

_BY_ID = Prepared(lambda pk: User.objects.filter(pk=pk), int)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        """The account, or None where it is gone or may not sign in."""
        found = _BY_ID(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
