"""The pages of rules: written, ordered, tried on the past, armed one by one; read by everyone, changed by a few."""

from collections.abc import Callable

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.confirming import confirmed
from tests.desk.automation.conftest import Write
from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.allegro.client import Client as Server
from zgoda.desk.automation import dry_run, keeping
from zgoda.desk.automation.models import RuleRow, Run, State, Version, Watch
from zgoda.desk.cases import sync
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.store.models import Connection, DeskCase, Member, Outgoing
from zgoda.desk.work.models import Team
from zgoda.domain.automation.rule import Hours, If, Rule, Then, Trigger, When
from zgoda.domain.automation.written import from_plain

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]

WROTE = When(Trigger.WROTE)
NIGHT = {"name": "Night", "trigger": "WROTE", "working": "OUTSIDE", "acknowledge": "Hello {login}, we are closed."}


def shown(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_a_rule_is_written_watches_and_is_armed_alone(desk: Client, case: DeskCase, me: Member) -> None:
    team = Team.objects.create(shop=case.shop, name="Leads")
    full = NIGHT | {
        "reasons": ["OTHER", "NOT_AS_DESCRIBED", "NONSENSE"],
        "words": "zwrot pieniędzy, , refund",
        "escalate_team": str(team.pk),
        "tell": [str(me.pk), "999"],
        "evidence_OTHER": "Which picture?",
        "stops": "1",
    }
    answer = desk.post("/automation/new", full)
    row = RuleRow.objects.get()
    assert answer.headers["location"] == f"/automation/{row.pk}/dry-run"
    assert (row.state, row.version) == (State.WATCHING, 1)
    rule = from_plain(row.pk, row.definition)
    assert rule.only_if == If(
        reasons=frozenset({"OTHER", "NOT_AS_DESCRIBED"}), hours=Hours.OUTSIDE, words=("zwrot pieniędzy", "refund")
    )
    assert (rule.then.escalate.team, rule.then.escalate.tell) == (team.pk, frozenset({me.pk}))
    assert (rule.then.evidence, rule.stops) == ({"OTHER": "Which picture?"}, True)
    assert Watch.objects.get().case == case
    desk.post("/automation/new", {"name": "Second", "trigger": "ARRIVED", "tags": "a"})
    desk.post(f"/automation/{row.pk}/state", {"state": "ARMED", "version": "1"})
    assert list(RuleRow.objects.values_list("state", flat=True)) == [State.ARMED, State.WATCHING]
    page = shown(desk.get("/automation"))
    assert "armed" in page
    assert "a buyer writes" in page
    assert "outside working hours" in page
    assert "Leads · tells ola" in page


def test_a_changed_rule_is_a_new_version_and_armed_no_more(desk: Client, case: DeskCase) -> None:
    desk.post("/automation/new", NIGHT)
    row = RuleRow.objects.get()
    desk.post(f"/automation/{row.pk}/state", {"state": "ARMED", "version": "1"})
    desk.post(f"/automation/{row.pk}", NIGHT | {"name": "At night", "version": "1"})
    row.refresh_from_db()
    assert (row.name, row.state, row.version) == ("At night", State.ARMED, 2)
    changed = NIGHT | {"tags": "x", "version": "2"}
    assert "until you arm it again" in shown(desk.post(f"/automation/{row.pk}", changed, follow=True))
    row.refresh_from_db()
    assert (row.state, row.version) == (State.WATCHING, 3)
    assert list(Version.objects.order_by("number").values_list("number", "name")) == [
        (1, "Night"),
        (2, "At night"),
        (3, "Night"),
    ]
    did = AuditEntry.objects.filter(what="RULES_CHANGED").order_by("pk").values_list("details__did", flat=True)
    assert list(did) == ["written", "armed", "changed", "changed"]


def test_a_version_that_nobody_saw_is_neither_armed_nor_lost(desk: Client, write: Write, me: Member) -> None:
    row = write(WROTE, Then(acknowledge="Thank you."), state=State.WATCHING)
    assert 'name="version" value="1"' in desk.get("/automation").content.decode()
    keeping.change(me, row, "A rule", Rule(row.pk, WROTE, If(), Then(acknowledge="Go away.")))
    for version in ({"version": "1"}, {}):
        told = shown(desk.post(f"/automation/{row.pk}/state", {"state": "ARMED", **version}, follow=True))
        assert "was changed meanwhile, so it was not armed" in told
    row.refresh_from_db()
    assert row.state == State.WATCHING
    mine = NIGHT | {"version": "1"}
    wrong = desk.post(f"/automation/{row.pk}", mine | {"name": ""})
    assert 'name="version" value="1"' in shown(wrong), "a mistake in the form is no look at the new version"
    answer = desk.post(f"/automation/{row.pk}", mine)
    assert answer.status_code == 422
    for words in ("Somebody changed this rule while you wrote.", "“Go away.”", NIGHT["acknowledge"], 'value="2"'):
        assert words in shown(answer)
    assert RuleRow.objects.get().version == 2
    desk.post(f"/automation/{row.pk}", NIGHT | {"version": "2"})
    desk.post(f"/automation/{row.pk}/state", {"state": "ARMED", "version": "3"})
    assert RuleRow.objects.get(state=State.ARMED).version == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (NIGHT | {"name": " "}, "Give the rule a name."),
        ({"name": "x", "trigger": "ARRIVED"}, "fill in at least one part"),
        (NIGHT | {"trigger": "NEAR", "hours": "0"}, "Say after how many hours"),
        (NIGHT | {"acknowledge": "x" * 2001}, "Shorten it to 2,000 characters."),
        (NIGHT | {"acknowledge": "Yours, {agent}"}, "There is no variable {agent}."),
    ],
)
def test_what_is_wrong_is_said_and_kept_in_the_form(desk: Client, typed: dict[str, str], sentence: str) -> None:
    answer = desk.post("/automation/new", typed)
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert typed.get("acknowledge", "") in answer.content.decode()
    assert not RuleRow.objects.exists()


def test_rules_change_places_and_removed_ones_leave_their_log(desk: Client, write: Write, case: DeskCase) -> None:
    rows = [write(When(), Then(tags=(tag,))) for tag in "abc"]
    RuleRow.objects.filter(pk=rows[2].pk).update(name="Last")
    desk.post(f"/automation/{rows[2].pk}/place", {"to": "up"})
    desk.post(f"/automation/{rows[0].pk}/place", {"to": "up"})
    order = [rows[0].pk, rows[2].pk, rows[1].pk]
    assert list(RuleRow.objects.order_by("position").values_list("pk", flat=True)) == order
    Run.objects.create(
        shop=case.shop, rule=rows[2], version=1, case=case, event="e", trigger="ARRIVED", happened_at=case.opened_at,
        at=case.opened_at, outcome="LEFT", deeds=[{"deed": "TAG", "done": False, "why": "HAS_TAGS", "what": ""}],
    )  # fmt: skip
    desk.post(f"/automation/{rows[2].pk}/remove")
    assert desk.get(f"/automation/{rows[2].pk}").status_code == 404
    log = shown(desk.get(f"/automation/log?case={case.pk}"))
    assert "Last (removed)" in log
    assert "tags left out: it has these tags already" in log
    assert "Nothing here" in shown(desk.get(f"/automation/log?rule={rows[0].pk}"))


def test_three_usual_rules_begin_by_watching(desk: Client, case: DeskCase) -> None:
    desk.post("/automation/begin")
    desk.post("/automation/begin")
    assert list(RuleRow.objects.values_list("state", flat=True)) == [State.WATCHING] * 3
    assert "Written outside working hours" in shown(desk.get("/automation"))


@pytest.fixture
def past(
    server: FakeAllegro, clock: DeskClock, connection: Connection, client: Server, case: DeskCase
) -> Callable[[], DeskCase]:
    """A case of the past night, in which the buyer wrote twice, and one of the day."""

    def told() -> DeskCase:
        clock.forward(hours=12)
        night = server.open_issue(checkoutForm=None, text="It is broken", login="nina")
        clock.forward(hours=1)
        server.write(night, "BUYER", "Hello?", "nina")
        clock.forward(hours=11)
        sync.run(connection, client, "hot")
        return DeskCase.objects.get(remote_id=night)

    return told


def test_a_dry_run_holds_the_messages_of_few_cases_and_no_words_in_the_end(
    write: Write, past: Callable[[], DeskCase], monkeypatch: pytest.MonkeyPatch, clock: DeskClock
) -> None:
    row = write(WROTE, Then(acknowledge="Hello."), If(words=("rzeczy zepsute", "broken", "unheard of")))
    night = past()
    monkeypatch.setattr(dry_run, "AT_ONCE", 1)
    with CaptureQueriesContext(database) as asked:
        found = dry_run.run(row.shop_id, from_plain(row.pk, row.definition), clock.now)
    assert sum('FROM "desk_deskmessage"' in one["sql"] for one in asked) == found.cases == 2
    assert [(one.case, one.event.text) for one in found.fitting] == [(night.pk, "broken")]
    assert found.deeds == {"ACKNOWLEDGE": 1}


@pytest.mark.usefixtures("hours")
def test_a_dry_run_shows_who_would_have_got_what_and_does_nothing(
    desk: Client, write: Write, past: Callable[[], DeskCase]
) -> None:
    row = write(When(Trigger.WROTE), Then(acknowledge="Hello {login}.", tags=("noc",)), If(hours=Hours.OUTSIDE))
    night = past()
    page = shown(desk.get(f"/automation/{row.pk}/dry-run"))
    assert "It happened 3 times in 2 cases; the rule fitted 2 times." in page
    assert "Hello nina." in page
    assert page.count("Hello nina.") == 1
    assert "acknowledgement: 1" in page
    assert "this case was acknowledged once already" in page
    assert f'href="/cases/{night.pk}"' in page
    assert not Run.objects.exists()
    assert not Outgoing.objects.exists()
    other = write(When(Trigger.ARRIVED), Then(acknowledge="Parcel {waybill}"))
    assert "does not say what belongs in place of {waybill}" in shown(desk.get(f"/automation/{other.pk}/dry-run"))
    waits = write(When(Trigger.SILENT, 5), Then(tags=("waits",)))
    assert "the rule fitted 2 times" in shown(desk.get(f"/automation/{waits.pk}/dry-run"))
    near = write(When(Trigger.NEAR, 4), Then(tags=("near",)), If(languages=frozenset({"hu"})))
    assert "Nobody would have got anything" in shown(desk.get(f"/automation/{near.pk}/dry-run"))


def test_who_only_reads_sees_rules_in_words(desk: Client, write: Write, reader: Member) -> None:
    row = write(When(Trigger.NEAR, 4), Then(tags=("pilne",)))
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(reader.user)
    browser = confirmed(browser)
    page = shown(browser.get(f"/automation/{row.pk}"))
    assert "our next clock ends within 4 hours" in page
    assert "tags: pilne" in page
    assert "<textarea" not in page
    listed = shown(browser.get("/automation"))
    assert "Arm" not in listed
    assert "Try on" not in page + listed
    assert browser.get(f"/automation/{row.pk}/dry-run").status_code == 404
    assert browser.post(f"/automation/{row.pk}", NIGHT).status_code == 404
    assert browser.post(f"/automation/{row.pk}/state", {"state": "ARMED"}).status_code == 404
