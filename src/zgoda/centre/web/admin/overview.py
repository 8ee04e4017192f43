"""The administrator's first page, the settings in effect, and whether the journal still tells what happened."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre import recompute, verify
from zgoda.centre.incidents.deciding import waiting_for_approval
from zgoda.centre.store import laws
from zgoda.centre.store.models import Case, Report, ReportStatus
from zgoda.domain.discussion import Status
from zgoda.domain.limits import ATTACHMENT_BYTES, TEXT_LENGTH
from zgoda.domain.markets import MARKETS
from zgoda.domain.rule_sets import LAYERS
from zgoda.engine import anchor, clock, timers
from zgoda.engine.journal import JournalEntry
from zgoda.engine.verify import Finding
from zgoda.look.words.rule_sets import layer_words
from zgoda.look.words.times import filesize, number

Setting = tuple[str, str, str]

NEWEST_ENTRIES = 1000
MOST_CASES = 200


@never_cache
@require_safe
@role_required(Role.ADMIN)
def administration(request: HttpRequest) -> HttpResponse:
    """How much there is, what is due next, and which years lack a law."""
    now = clock.now()
    open_cases = Case.objects.exclude(status=Status.RESOLVED)
    calendars = [(row, laws.calendar_of(row.code)) for row in MARKETS.values()]
    context = {
        "counts": [
            (_("Discussions"), Case.objects.count()),
            (_("Open"), open_cases.count()),
            (_("In the consultants' queue"), open_cases.filter(attention=True).count()),
            (_("Reports that wait"), Report.objects.filter(status=ReportStatus.OPEN).count()),
            (_("Incidents to approve"), waiting_for_approval().count()),
            (_("Sellers blocked"), get_user_model().objects.filter(blocked_at__isnull=False).count()),
        ],
        "next_due": timers.next_due(),
        "rules": [(row, laws.law_now(row.code, now).rules) for row in MARKETS.values()],
        "calendars": [
            (row, calendar, sorted(calendar.provisional_years), recompute.running_until(row.code, now))
            for row, calendar in calendars
        ],
    }
    return render(request, "admin/overview.html", context)


@never_cache
@require_safe
@role_required(Role.ADMIN)
def effective_settings(request: HttpRequest) -> HttpResponse:
    """What is in effect and what it means; secrets are never shown."""
    layers = [(layer, layer_words(layer.id)) for layer in LAYERS.values()]
    return render(request, "admin/settings.html", {"groups": _settings(), "layers": layers})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def verification(request: HttpRequest) -> HttpResponse:
    """On POST the cases that changed last are checked; the whole journal is checked by ``zgoda verify``."""
    checked, findings = 0, list[Finding]()
    if request.method == "POST":
        for case_id in _changed_last():
            checked += 1
            findings += verify.check_case(case_id)
    context = {
        "asked": request.method == "POST",
        "checked": checked,
        "findings": findings,
        "entries": JournalEntry.objects.count(),
        "anchored": _anchored(),
    }
    return render(request, "admin/verification.html", context)


def _changed_last() -> list[UUID]:
    newest = JournalEntry.objects.order_by("-id").values_list("stream", flat=True)[:NEWEST_ENTRIES]
    return list(dict.fromkeys(newest))[:MOST_CASES]


def _anchored() -> int:
    return sum(1 for _line in anchor.read_lines())


def _yes_no(value: object) -> str:
    return _("yes") if value else _("no")


def _settings() -> list[tuple[str, list[Setting]]]:
    """By group: name, value, what it means."""
    return [
        (_("This installation"), _installation()),
        (_("Messages and files"), _content()),
        (_("Sellers' software"), _software()),
    ]


def _installation() -> list[Setting]:
    engine = str(settings.DATABASES["default"]["ENGINE"]).rsplit(".", 1)[-1]
    return [
        ("ZGODA_SANDBOX", _yes_no(settings.SANDBOX), _("In a sandbox the clock can be turned.")),
        (
            "ZGODA_CENTRE_URL",
            settings.CENTRE_URL,
            _("Where buyers, staff and sellers' software find the centre."),
        ),
        ("ZGODA_DESK_URL", settings.DESK_URL, _("Where sellers find their desk.")),
        ("ZGODA_HOSTS", ", ".join(settings.ALLOWED_HOSTS), _("Names under which the pages may be asked for.")),
        ("ZGODA_DATABASE_URL", engine, _("The kind of database; its address is not shown here.")),
        (
            "ZGODA_TELEPHONY_URL",
            settings.TELEPHONY_URL or "–",
            _("The telephone exchange that hands the hotline's calls over; without one agents dial."),
        ),
        (
            "ZGODA_INCIDENT_LIMITS",
            ", ".join(f"{code} {number(units)}" for code, units in settings.INCIDENT_LIMITS.items()),
            _("What one person's incidents at the Warehouse refund in a day without anybody's approval."),
        ),
        ("ZGODA_EMAIL_URL", "SMTP" if settings.EMAIL_URL else _("files"), _("Where letters go.")),
    ]


def _content() -> list[Setting]:
    return [
        ("–", number(TEXT_LENGTH), _("The most characters of a message.")),
        ("–", filesize(ATTACHMENT_BYTES), _("The largest attachment.")),
        (
            "ZGODA_SCAN_COMMAND",
            _yes_no(settings.SCAN_COMMAND),
            _("Whether files are scanned before they are shown."),
        ),
    ]


def _software() -> list[Setting]:
    return [
        ("ZGODA_API_REQUESTS_PER_MINUTE", number(settings.API_REQUESTS_PER_MINUTE), _("For each application.")),
        (
            "ZGODA_API_USER_AGENT_RULE",
            settings.API_USER_AGENT_RULE,
            _("What happens to software that does not name itself."),
        ),
        (
            "ZGODA_OAUTH_CODE_SECONDS",
            number(settings.OAUTH_CODE_SECONDS),
            _("How long a sign-in code is good."),
        ),
        ("ZGODA_OAUTH_ROTATION", settings.OAUTH_ROTATION, _("How refresh tokens are replaced.")),
    ]
