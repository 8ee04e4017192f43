"""Asking people by e-mail to join a shop, and taking them in: a signed link, once, until it expires or is revoked."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from zgoda.accounts.models import User
from zgoda.desk.people import audit, letters, links
from zgoda.desk.people.models import Invitation, What
from zgoda.desk.store.models import Member, MemberRole, Shop
from zgoda.domain.members import ShopRole, grantable
from zgoda.engine.clock import real_now

LASTS = timedelta(days=7)
OPEN_AT_MOST = 100
"""Invitations of one shop that may wait at once."""


class Why(StrEnum):
    """Why nobody is invited; the page chooses the words."""

    NOT_YOURS = "NOT_YOURS"
    ALREADY_HERE = "ALREADY_HERE"
    TOO_MANY = "TOO_MANY"


def invite(by: Member, email: str, role: ShopRole, language: str) -> Invitation | Why:
    """Ask somebody; an earlier invitation of the same address ends. The letter goes out as a job."""
    now = real_now()
    if role not in grantable(ShopRole(by.role)):
        return Why.NOT_YOURS
    with transaction.atomic():
        Shop.objects.select_for_update().get(pk=by.shop_id)
        if Member.objects.filter(shop_id=by.shop_id, user__email__iexact=email).exists():
            return Why.ALREADY_HERE
        unused = Invitation.objects.filter(shop_id=by.shop_id, accepted_at=None, revoked_at=None)
        unused.filter(email__iexact=email).update(revoked_at=now)
        if unused.filter(expires_at__gt=now).count() >= OPEN_AT_MOST:
            return Why.TOO_MANY
        row = Invitation.objects.create(
            shop_id=by.shop_id,
            email=email,
            role=role,
            nonce=secrets.token_urlsafe(32),
            invited_by=by.user,
            invited_at=now,
            expires_at=now + LASTS,
        )
        audit.note(by.shop_id, by.user, What.INVITED, email, role=role)
        letters.send_invitation.enqueue(row.pk, language)
    return row


def revoke(by: Member, invitation_id: int) -> Invitation | None:
    """Its link lets nobody in any more; None where the shop has no such open invitation."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(pk=invitation_id, shop_id=by.shop_id).first()
        if row is None or not _is_open(row, real_now()):
            return None
        row.revoked_at = real_now()
        row.save(update_fields=["revoked_at"])
        audit.note(by.shop_id, by.user, What.INVITATION_REVOKED, row.email)
    return row


def waiting(shop_id: int, now: datetime) -> list[Invitation]:
    """Those that still let somebody in, the latest first."""
    rows = Invitation.objects.filter(shop_id=shop_id, accepted_at=None, revoked_at=None, expires_at__gt=now)
    return list(rows.select_related("invited_by"))


def of_link(token: str, now: datetime) -> Invitation | None:
    """The invitation that this link is for; None for one that is forged, used, revoked or too old."""
    row = links.named_by(token)
    return row if row is not None and _is_open(row, now) else None


def accept(invitation_id: int, user: User) -> Member | None:
    """The person joins in the role of the invitation; None where it was used or revoked meanwhile. Who is a member
    already keeps the role there is, and the invitation waits on for whom it was meant."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
        if not _is_open(row, real_now()):
            return None
        role = MemberRole(row.role)
        member, joined = Member.objects.get_or_create(user=user, shop_id=row.shop_id, defaults={"role": role})
        if joined:
            row.accepted_at = real_now()
            row.save(update_fields=["accepted_at"])
            audit.note(row.shop_id, user, What.JOINED, user.username, role=row.role, invited=row.email)
    return member


def _is_open(row: Invitation, now: datetime) -> bool:
    return row.accepted_at is None and row.revoked_at is None and now < row.expires_at
