"""Colleagues named in internal comments: kept with the comment, told of once, and a list of their own."""

from zgoda.desk.crm.models import Comment, Mention
from zgoda.desk.store.models import Member
from zgoda.domain.mentions import named
from zgoda.engine.prepared import Prepared

MOST = 400
"""A member's list goes back so many mentions."""


def keep(comment: Comment) -> None:
    """Call in the transaction of the comment. Members of the shop alone can be named; naming oneself says nothing."""
    if "@" not in comment.text:
        return
    rows = Member.objects.filter(shop_id=comment.case.shop_id, user__is_active=True).exclude(user=comment.by)
    members = dict(rows.values_list("user__username", "pk"))
    Mention.objects.bulk_create(
        Mention(comment=comment, member_id=members[login], case=comment.case, at=comment.created_at)
        for login in sorted(named(comment.text, members))
    )


def of_member(member_id: int) -> set[int]:
    """The cases of the latest ``MOST`` mentions."""
    return {case_id for (case_id,) in _OF_MEMBER(member_id)}


_OF_MEMBER: Prepared[tuple[int]] = Prepared(
    lambda member_id: Mention.objects.filter(member_id=member_id).order_by("-pk").values_list("case_id")[:MOST], int
)
