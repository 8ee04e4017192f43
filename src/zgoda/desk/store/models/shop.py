"""The seller's organisation that uses the desk, and its people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zgoda.domain import members
from zgoda.domain.members import Act, ShopRole


class Shop(models.Model):
    """One seller organisation: the border no query of the desk crosses.

    While ``stopped_at`` stands nothing is sent for any of its accounts; ``stopped_by`` is a login.
    """

    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.CharField(max_length=150, blank=True)
    stopped_why = models.CharField(max_length=300, blank=True)


class MemberRole(models.TextChoices):
    """What a person may do in a shop."""

    OWNER = "OWNER", _("owner")
    ADMIN = "ADMIN", _("administrator")
    AGENT = "AGENT", _("agent")
    READONLY = "READONLY", _("read-only")


class Member(models.Model):
    """A person in a shop."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_members")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=8, choices=MemberRole.choices, default=MemberRole.AGENT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "shop"], name="desk_member_once")]

    def may(self, act: Act) -> bool:
        """The one question that pages and acts ask; `domain.members` answers."""
        return members.may(ShopRole(self.role), act)

    @property
    def may_write(self) -> bool:
        """Whether the person may send anything to a buyer."""
        return self.may(Act.WRITE)

    @property
    def may_connect(self) -> bool:
        """Whether the person may connect the shop to a server and change that connection."""
        return self.may(Act.ADMINISTER)
