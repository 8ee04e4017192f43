"""Who works on what: teams, whose a case is, until when it is put aside, and who has which case open."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.desk.store.models import DeskCase, Member, Shop


class Team(models.Model):
    """Some members of a shop to whom a case can be given together."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=60)
    members = models.ManyToManyField(Member, related_name="teams")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="work_team_once")]


class Work(models.Model):
    """What colleagues arranged about a case. A case without a row is nobody's.

    ``ended`` repeats the case's, so that one's own open cases are found without the thousands that ended. Snoozing is
    judged by `domain.snooze`; ``snoozed_at`` tells what was known when it was put aside.
    ``labels`` are its tags' names, for the list.
    """

    case = models.OneToOneField(DeskCase, on_delete=models.CASCADE, primary_key=True, related_name="work")
    assignee = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    ended = models.BooleanField(default=False)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snoozed_at = models.DateTimeField(null=True, blank=True)
    labels = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["assignee", "ended"], name="work_of_member"),
            models.Index(fields=["team", "ended"], name="work_of_team"),
            models.Index(fields=["snoozed_until"], name="work_snoozed", condition=Q(snoozed_until__isnull=False)),
        ]


class What(models.TextChoices):
    """What colleagues arranged."""

    PERSON = "PERSON", "PERSON"
    TEAM = "TEAM", "TEAM"
    ASIDE = "ASIDE", "ASIDE"
    TAGS = "TAGS", "TAGS"


class Arranged(models.Model):
    """One change of what colleagues arranged about a case. ``about`` is what it became: a login, a team's name, an
    instant in ISO format, tags; empty for nobody, no team, back on the list, no tags. ``by`` is None where no person
    did it."""

    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=8, choices=What.choices)
    about = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="work_arranged_of_case")]


class Presence(models.Model):
    """Which case a member has open, when its page last said so, and when the member last typed there."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="presence")
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    typing_at = models.DateTimeField(null=True, blank=True)


class Draft(models.Model):
    """What a member has typed in a case and not sent, on whatever device. ``kind`` is the composer's mode."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "case", "kind"], name="work_draft_once")]


class Macro(models.Model):
    """A prepared answer (`domain.macros`). With an ``owner`` it is that member's alone, with a ``team`` that team's,
    else the whole shop's. What a team owned is the shop's when the team is done away with."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="macros")
    owner = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        ordering = ["name", "id"]


class SearchMark(models.Model):
    """What a case was like when its words were last indexed (`desk.work.searching`)."""

    case = models.OneToOneField(DeskCase, on_delete=models.CASCADE, primary_key=True, related_name="+")
    mark = models.CharField(max_length=300)


class Tag(models.Model):
    """A word that a shop's people mark cases with. ``key`` is the name as it is compared."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30)
    key = models.CharField(max_length=30)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["shop", "key"], name="work_tag_once")]


class Tagged(models.Model):
    """A case marked with a tag; `Work.labels` repeats the names for the list."""

    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "case"], name="work_tagged_once")]


class SavedView(models.Model):
    """A filtered list under a name: ``query`` as its address has it. Whose it is, as with `Macro`."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="views")
    owner = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "id"]
