"""The members of a shop: changing a role and removing somebody, by the rules of `domain.members`."""

from django.db import transaction

from zgoda.accounts.models import User
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import Member, MemberRole, Shop
from zgoda.domain.members import Change, ShopRole, Why, why_not


def of_shop(shop_id: int) -> list[Member]:
    """By login."""
    return list(Member.objects.filter(shop_id=shop_id).select_related("user").order_by("user__username"))


def change_role(by: Member, member_id: int, to: ShopRole) -> Member | Why | None:
    """None where the shop has no such member."""
    with transaction.atomic():
        found = _changing(by, member_id, to)
        if isinstance(found, Member) and found.role != to:
            before, found.role = found.role, MemberRole(to.value)
            found.save(update_fields=["role"])
            audit.note(by.shop_id, by.user, What.ROLE_CHANGED, found.user.username, was=before, now=to)
    return found


def remove(by: Member, member_id: int) -> User | Why | None:
    """The person no longer finds the shop; the account and what the person wrote stay. None as above."""
    with transaction.atomic():
        found = _changing(by, member_id, None)
        if not isinstance(found, Member):
            return found
        gone = found.user
        found.delete()
        audit.note(by.shop_id, by.user, What.MEMBER_REMOVED, gone.username, was=found.role)
    return gone


def _changing(by: Member, member_id: int, to: ShopRole | None) -> Member | Why | None:
    """Under the shop's lock, so that two owners cannot remove each other at one moment. The role of whoever acts is
    read anew: it may have been taken a moment ago."""
    Shop.objects.select_for_update().get(pk=by.shop_id)
    now_by = Member.objects.filter(pk=by.pk).first()
    found = Member.objects.select_related("user").filter(pk=member_id, shop_id=by.shop_id).first()
    if now_by is None or found is None:
        return None
    owners = Member.objects.filter(shop_id=by.shop_id, role=MemberRole.OWNER).count()
    return why_not(Change(ShopRole(now_by.role), ShopRole(found.role), to, owners)) or found
