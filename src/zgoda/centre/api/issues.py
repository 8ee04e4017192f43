"""``/sale/issues`` for disputes: list, one, chat, message (allegro-api.md §5). Beta.v1 only."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.cases import own_case, own_cases, with_files
from zgoda.centre.api.commands import run
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.api.issue_shapes import STATUS, issue_of, message_of
from zgoda.centre.cases.texts import folded, written
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import AskToResolve, WriteMessage
from zgoda.files.using import unusable
from zgoda.wire import limits, media
from zgoda.wire.enums import IssueStatus, MessageType
from zgoda.wire.issues import AttachmentId, Chat, Issues, MessageRequest
from zgoda.wire.scopes import Scope

BETA = (media.BETA_V1,)
_OURS = {wire: ours for ours, wire in STATUS.items()}


@endpoint(scope=Scope.DISPUTES, versions=BETA)
def list_issues(call: Call) -> HttpResponse:
    """S0-03: the seller's Discussions, newest opening first. Statuses of claims are valid and find nothing here."""
    page = call.page(default=limits.ISSUES_DEFAULT, largest=limits.ISSUES_MAX)
    found = own_cases(call)
    form = call.request.GET.get("checkoutForm.id")
    if form is not None:
        order_id = parse_uuid(form)
        if order_id is None:
            raise problems.invalid("checkoutForm.id", _("This is not an order's id."), form)
        found = found.filter(order_id=order_id)
    statuses = [_status(text) for text in call.request.GET.getlist("status")]
    if statuses:
        found = found.filter(status__in=[_OURS[status] for status in statuses if status in _OURS])
    rows = found.select_related("buyer", "seller", "order", "line").defer("order__form").order_by("-opened_at", "-id")
    cases = list(rows[page.offset : page.end])
    openings = CaseMessage.objects.filter(case_id__in=[case.id for case in cases], number=1)
    firsts = {entry.row.case_id: entry for entry in with_files(list(openings))}
    return call.answer(Issues([issue_of(case, firsts.get(case.id), call.now) for case in cases]))


@endpoint(scope=Scope.DISPUTES, versions=BETA)
def one_issue(call: Call, issue_id: str) -> HttpResponse:
    case = own_case(call, issue_id)
    first = with_files(list(CaseMessage.objects.filter(case_id=case.id, number=1)))
    return call.answer(issue_of(case, first[0] if first else None, call.now))


@endpoint(scope=Scope.DISPUTES, versions=BETA)
def chat(call: Call, issue_id: str) -> HttpResponse:
    """Newest first, with a limit and an offset that are honoured."""
    page = call.page(default=limits.CHAT_DEFAULT, largest=limits.CHAT_MAX)
    case = own_case(call, issue_id)
    known = folded(case)
    rows = CaseMessage.objects.filter(case_id=case.id).order_by("-number")[page.offset : page.end]
    return call.answer(Chat([message_of(entry, case, known) for entry in with_files(list(rows))]))


@endpoint(scope=Scope.DISPUTES, versions=BETA, body=Body.JSON)
def write_message(call: Call, issue_id: str) -> HttpResponse:
    """REGULAR, or END_REQUEST which asks the buyer to close. RETURN_* belong to claims: 422."""
    asked = call.read(MessageRequest)
    if asked.type not in (MessageType.REGULAR, MessageType.END_REQUEST):
        raise problems.invalid("type", _("This kind of message is for claims only."), asked.type)
    case = own_case(call, issue_id)
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
