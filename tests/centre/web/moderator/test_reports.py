"""Reports of violations: what waits, the message in context, hidden or left, with a reason (S0-25…S0-28; P-25)."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR, sent
from tests.marks import rule
from zgoda.centre.store.models import CaseMessage, Report, ReportStatus
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import ReportCategory

pytestmark = pytest.mark.django_db
THREAT = "I will find you."


def reported(category: ReportCategory = ReportCategory.THREAT) -> Report:
    case = stage.opened()
    stage.done(case, stage.written(stage.seller(), THREAT), OPENED + HOUR)
    message = CaseMessage.objects.get(case_id=case.id, text=THREAT)
    command = c.ReportViolation(
        by=stage.buyer(),
        report_id=uuid4(),
        message_id=message.id,
        author=None,
        category=category,
        text=stage.text("See!"),
    )
    stage.done(case, command, OPENED + 2 * HOUR)
    return Report.objects.get(pk=command.report_id)


@pytest.mark.parametrize("path", ["/reports", "/sellers", "/reports/{report}", "/sellers/{seller}"])
@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.ADMIN])
def test_for_others_there_are_no_moderators_pages(role: Role, path: str) -> None:
    report = reported()
    client = signed_in(f"a-{role}", role)
    assert client.get(path.format(report=report.id, seller=stage.seller().id)).status_code == 404


@rule("S0-26", "S0-27")
@pytest.mark.parametrize(
    ("category", "name"), [(ReportCategory.THREAT, "Threats"), (ReportCategory.PORNOGRAPHY, "Pornographic content")]
)
def test_a_report_waits_with_its_category(moderator: Client, at: At, category: ReportCategory, name: str) -> None:
    report = reported(category)
    at(OPENED + DAY)
    html = page(moderator, "/reports")
    assert f"/reports/{report.id}" in html
    assert name in words(html)


@rule("S0-25")
def test_the_page_shows_the_message_among_its_neighbours_and_the_reporters_words(moderator: Client, at: At) -> None:
    report = reported()
    at(OPENED + DAY)
    shown = words(page(moderator, f"/reports/{report.id}"))
    assert THREAT in shown
    assert "It does not work." in shown
    assert "See!" in shown
    assert "this message was reported" in shown


def test_a_hidden_message_is_a_notice_for_both_sides_and_the_original_for_moderators(moderator: Client, at: At) -> None:
    report = reported()
    at(OPENED + DAY)
    sent(moderator, f"/reports/{report.id}", verdict="hide", words="A threat.")
    buyers = words(page(signed_in("buyer", Role.BUYER), f"/discussions/{report.case_id}"))
    assert THREAT not in buyers
    assert "This message was hidden by the platform" in buyers
    shown = words(page(moderator, f"/reports/{report.id}"))
    assert THREAT in shown
    assert "A threat." in shown
    assert f"/reports/{report.id}" in page(moderator, "/reports?show=handled")


def test_a_dismissed_report_leaves_the_message(moderator: Client, at: At) -> None:
    report = reported()
    at(OPENED + DAY)
    sent(moderator, f"/reports/{report.id}", verdict="dismiss", words="Rude, but no threat.")
    report.refresh_from_db()
    assert report.status == ReportStatus.REJECTED
    assert THREAT in words(page(signed_in("buyer", Role.BUYER), f"/discussions/{report.case_id}"))


def test_a_verdict_needs_a_choice_and_a_reason(moderator: Client, at: At) -> None:
    report = reported()
    at(OPENED + DAY)
    path = f"/reports/{report.id}"
    assert "Choose whether the message is hidden or stays." in words(sent(moderator, path, status=422, words="Why"))
    assert "Write down the reason." in words(sent(moderator, path, status=422, verdict="hide"))
    report.refresh_from_db()
    assert report.status == ReportStatus.OPEN


def test_a_report_is_handled_once(moderator: Client, at: At) -> None:
    report = reported()
    at(OPENED + DAY)
    path = f"/reports/{report.id}"
    sent(moderator, path, verdict="dismiss", words="Nothing wrong.")
    again = sent(moderator, path, status=422, verdict="hide", words="After all.")
    assert "This report has already been handled." in words(again)


def test_an_unknown_report_is_not_found(moderator: Client) -> None:
    assert moderator.get(f"/reports/{uuid4()}").status_code == 404
