"""``GET /me``: whose token it is (allegro-api.md §10). A token of the application alone gets 403."""

from django.http import HttpResponse

from zgoda.accounts.models import User
from zgoda.centre.api.framework import Call, endpoint
from zgoda.wire import media
from zgoda.wire.scopes import Scope
from zgoda.wire.users import ONE_FULFILLMENT, Company, MarketplaceId, Me


@endpoint(scope=Scope.PROFILE_READ, versions=(media.PUBLIC_V1, media.BETA_V1))
def read_me(call: Call) -> HttpResponse:
    """The tax id is never known here, so it is null."""
    user = User.objects.get(pk=call.user_id)
    me = Me(
        id=str(user.pk),
        login=user.username,
        email=user.email,
        base_marketplace=MarketplaceId(f"allegro-{user.market}"),
        first_name=user.first_name or None,
        last_name=user.last_name or None,
        company=Company(name=user.company or None),
        features=[ONE_FULFILLMENT] if user.one_fulfillment else [],
    )
    return call.answer(me)
