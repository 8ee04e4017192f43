"""A second pair of eyes on an incident that refunds above the operator's limit: approved, turned down or taken back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from zgoda.accounts.models import User
from zgoda.centre.incidents.doing import work_through
from zgoda.centre.incidents.models import Decision, Incident
from zgoda.domain.actors import Actor, Role
from zgoda.domain.incidents import IncidentWhy, Verdict, may_decide


def decide(incident_id: UUID, verdict: Verdict, by: User, reason: str, now: datetime) -> Incident | IncidentWhy:
    """One decision, whoever comes first; the same one by the same person again changes nothing. An approved incident
    begins in the same transaction. Raises `Incident.DoesNotExist`."""
    with transaction.atomic():
        incident = Incident.objects.select_for_update().get(pk=incident_id)
        known = decision_of(incident)
        if known is not None and (known.verdict, known.by_id) == (verdict, by.pk):
            return incident
        waits = incident.needs_approval and known is None
        refused = may_decide(verdict, incident.by_id, actor_of(by), waits=waits, reason=reason)
        if refused is not None:
            return refused
        Decision.objects.create(incident=incident, verdict=verdict, reason=reason.strip(), by=by, at=now)
        if verdict is Verdict.APPROVED:
            work_through.enqueue(str(incident_id))
    return incident


def waiting_for_approval() -> QuerySet[Incident]:
    """The oldest first, by the index ``incident_four_eyes``."""
    return Incident.objects.filter(needs_approval=True, decision=None).order_by("at", "id")


def decision_of(incident: Incident) -> Decision | None:
    return Decision.objects.select_related("by").filter(incident=incident).first()


def actor_of(person: User) -> Actor:
    return Actor(Role(person.role), person.pk)
