"""``/sale/issues`` for disputes and claims: list, one, chat, message (allegro-api.md §5). Beta.v1 only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet, Value
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import claims, problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.cases import find_own_case, find_own_claim, own_cases, own_claims, with_files
from zgoda.centre.api.claim_shapes import STATUS as CLAIM_STATUS
from zgoda.centre.api.claim_shapes import chat_of, issues_of
from zgoda.centre.api.commands import run
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.api.issue_shapes import STATUS, issue_of, message_of
from zgoda.centre.api.refusals import issue_not_found
from zgoda.centre.cases.texts import folded, written
from zgoda.centre.claims.models import ClaimMessage, ClaimRow
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import AskToResolve, WriteMessage
from zgoda.files.using import unusable
from zgoda.wire import limits, media
from zgoda.wire.enums import IssueStatus, MessageType
from zgoda.wire.issues import AttachmentId, Chat, Issues, MessageRequest, PostPurchaseIssue
from zgoda.wire.scopes import Scope

BETA = (media.BETA_V1,)
Key = tuple[datetime, UUID, int]
"""When it was opened, its id, and 1 for a claim."""

_OURS = {wire: ours for ours, wire in STATUS.items()}
_OUR_CLAIMS = {wire: ours for ours, wire in CLAIM_STATUS.items()}


@endpoint(scope=Scope.DISPUTES, versions=BETA)
def list_issues(call: Call) -> HttpResponse:
    """S0-03, B1-01: the seller's Discussions and claims in one list, newest opening first."""
    page = call.page(default=limits.ISSUES_DEFAULT, largest=limits.ISSUES_MAX)
    disputes, complaints = own_cases(call), own_claims(call)
    form = call.request.GET.get("checkoutForm.id")
    if form is not None:
        order_id = parse_uuid(form)
        if order_id is None:
            raise problems.invalid("checkoutForm.id", _("This is not an order's id."), form)
        disputes, complaints = disputes.filter(order_id=order_id), complaints.filter(order_id=order_id)
    statuses = [_status(text) for text in call.request.GET.getlist("status")]
    if statuses:
        disputes = disputes.filter(status__in=[_OURS[one] for one in statuses if one in _OURS])
        complaints = complaints.filter(status__in=[_OUR_CLAIMS[one] for one in statuses if one in _OUR_CLAIMS])
    ids = _newest_first(disputes, complaints)[page.offset : page.end]
    return call.answer(Issues(_issues(list(ids), call.now)))


def _newest_first(disputes: "QuerySet[Case]", complaints: "QuerySet[ClaimRow]") -> "QuerySet[Any, Key]":
    """Both kinds by their keys. The database merges two indexes, so that a page costs no more than
    the rows up to its end."""
    first = disputes.order_by().annotate(is_claim=Value(0)).values_list("opened_at", "id", "is_claim")
    second = complaints.order_by().annotate(is_claim=Value(1)).values_list("opened_at", "id", "is_claim")
    return first.union(second, all=True).order_by("-opened_at", "-id")


def _issues(keys: Sequence[Key], now: datetime) -> list[PostPurchaseIssue]:
    """The issues of one page, in its order."""
    ids = {kind: [key for _, key, is_claim in keys if is_claim == kind] for kind in (0, 1)}
    together = ("buyer", "seller", "order", "line")
    cases = Case.objects.filter(pk__in=ids[0]).select_related(*together).defer("order__form") if ids[0] else []
    complaints = ClaimRow.objects.filter(pk__in=ids[1]).select_related(*together).defer("order__form") if ids[1] else []
    openings = CaseMessage.objects.filter(case_id__in=ids[0], number=1) if ids[0] else []
    firsts = {entry.row.case_id: entry for entry in with_files(list(openings))}
    known = {case.id: issue_of(case, firsts.get(case.id), now) for case in cases}
    known |= issues_of(list(complaints), now)
    return [known[key] for _, key, _ in keys if key in known]


@endpoint(scope=Scope.DISPUTES, versions=BETA)
def one_issue(call: Call, issue_id: str) -> HttpResponse:
    case = find_own_case(call, issue_id)
    if case is None:
        claim = _own_claim(call, issue_id)
        return call.answer(issues_of([claim], call.now)[claim.id])
    first = with_files(list(CaseMessage.objects.filter(case_id=case.id, number=1)))
    return call.answer(issue_of(case, first[0] if first else None, call.now))


@endpoint(scope=Scope.DISPUTES, versions=BETA)
def chat(call: Call, issue_id: str) -> HttpResponse:
    """Newest first for both kinds, with a limit and an offset that are honoured."""
    page = call.page(default=limits.CHAT_DEFAULT, largest=limits.CHAT_MAX)
    case = find_own_case(call, issue_id)
    if case is None:
        claim = _own_claim(call, issue_id)
        said = ClaimMessage.objects.filter(claim_id=claim.id).order_by("-number")[page.offset : page.end]
        return call.answer(Chat(chat_of(list(said), claim)))
    known = folded(case)
    rows = CaseMessage.objects.filter(case_id=case.id).order_by("-number")[page.offset : page.end]
    return call.answer(Chat([message_of(entry, case, known) for entry in with_files(list(rows))]))


def _own_claim(call: Call, issue_id: str) -> ClaimRow:
    claim = find_own_claim(call, issue_id)
    if claim is None:
        raise issue_not_found()
    return claim


@endpoint(scope=Scope.DISPUTES, versions=BETA, body=Body.JSON)
def write_message(call: Call, issue_id: str) -> HttpResponse:
    """REGULAR; in a Discussion END_REQUEST, which asks the buyer to close; in a claim RETURN_*: the other way 422."""
    asked = call.read(MessageRequest)
    case = find_own_case(call, issue_id)
    if case is None:
        claim = _own_claim(call, issue_id)
        return call.answer(claims.write(call, claim, asked, _files(call, asked.attachments or [])), status=201)
    if asked.type not in (MessageType.REGULAR, MessageType.END_REQUEST):
        raise problems.invalid("type", _("This kind of message is for claims only."), asked.type)
    files = _files(call, asked.attachments or [])
    message_id = uuid4()
    kind = WriteMessage if asked.type is MessageType.REGULAR else AskToResolve
    command = kind(
        by=Actor(Role.SELLER, call.user_id), message_id=message_id, text=written(asked.text), attachments=tuple(files)
    )
    run(call, case, command)
    return call.answer(_sent(case, message_id), status=201)


def _sent(case: Case, message_id: UUID) -> object:
    entries = with_files(list(CaseMessage.objects.filter(pk=message_id)))
    return message_of(entries[0], case, folded(case))


def _files(call: Call, attachments: Sequence[AttachmentId]) -> list[UUID]:
    ids = [parse_uuid(attachment.id) for attachment in attachments]
    for attachment, file_id in zip(attachments, ids, strict=True):
        if file_id is None:
            raise _bad_attachment(attachment.id)
    known = [file_id for file_id in ids if file_id is not None]
    if len(set(known)) < len(known):
        raise _bad_attachment(known[0])
    for file_id in unusable(call.user_id, known):
        raise _bad_attachment(file_id)
    return known


def _bad_attachment(file_id: object) -> problems.Problem:
    return problems.invalid(
        "attachments", _("This attachment does not exist, was not sent yet, or was used already."), file_id
    )


def _status(text: str) -> IssueStatus:
    try:
        return IssueStatus(text)
    except ValueError:
        raise problems.invalid("status", _("There is no such status."), text) from None
