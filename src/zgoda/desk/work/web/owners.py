"""Whose something is, in words and as choices of a form."""

from django.utils.translation import gettext as _

from zgoda.desk.store.models import Member
from zgoda.desk.work import owning
from zgoda.desk.work.models import Macro, SavedView


def choices(member: Member) -> list[tuple[str, str]]:
    """Value and words; only one's own where there is nothing to choose."""
    teams = [(value, _("For the team %(team)s") % {"team": name}) for value, name in owning.teams_of(member)]
    shop = [(owning.SHOP, _("For everyone in the shop"))] if member.may_connect else []
    return [("", _("For me alone")), *teams, *shop]


def words(row: Macro | SavedView) -> str:
    if row.owner_id is not None:
        return _("yours alone")
    return _("the team's: %(team)s") % {"team": row.team.name} if row.team else _("everyone's")
