"""Corrections as examples to learn from, and the command that prints them."""

import json

import pytest

from tests.centre.messaging.people import MINUTE, NOW, agent, begun, fulfilled, seller
from tests.centre.messaging.test_routing import INVOICE, MURKY
from zgoda.centre.messaging import corrections, forwarding
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.cli.run import run
from zgoda.domain.actors import Role
from zgoda.domain.message_topics import MessageTopic

pytestmark = pytest.mark.django_db


def passed(message: ThreadMessage, by: Role, topic: MessageTopic, minutes: int) -> None:
    who = seller() if by is Role.SELLER else agent()
    done = forwarding.forward(message.id, by, who.pk, "x", topic, now=NOW + minutes * MINUTE)
    assert isinstance(done, ThreadMessage), done


def test_of_several_corrections_the_last_word_counts_and_pages_lose_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "PAGE", 1)
    bought = fulfilled()
    first, second = begun(bought, INVOICE), begun(bought, MURKY)
    passed(first, Role.SELLER, MessageTopic.ORDER_CHANGE, 1)
    passed(first, Role.WAREHOUSE, MessageTopic.PROOF_OF_PURCHASE, 2)
    forwarding.keep(second.id, seller().pk, MessageTopic.OTHER, now=NOW + 3 * MINUTE)
    found = list(corrections.examples())
    assert [(one["text"], one["topic"], one["party"]) for one in found] == [
        (INVOICE, "proof_of_purchase", "SELLER"),
        (MURKY, "other", "SELLER"),
    ]
    assert [one["text"] for one in corrections.examples(NOW + 3 * MINUTE)] == [MURKY]


def test_the_command_prints_examples_that_the_training_reads(capsys: pytest.CaptureFixture[str]) -> None:
    passed(begun(fulfilled(), INVOICE), Role.SELLER, MessageTopic.ORDER_CHANGE, 1)
    assert run(["message-corrections", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["topic"], told["text"], told["readAs"]) == ("order_change", INVOICE, "proof_of_purchase")
    assert set(told) >= {"lang", "text", "topic", "party"}
    assert run(["message-corrections"]) == 0
    assert "1 corrections." in capsys.readouterr().out


def test_a_date_nobody_can_mean_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["message-corrections", "--since", "soon"]) == 2
    assert "no date" in capsys.readouterr().err
    assert run(["message-corrections", "--since", "2026-03-01"]) == 0
