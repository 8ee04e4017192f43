"""What a message is about: how often the reader is right about texts it never saw, and what the buyer chose."""

import json
from pathlib import Path

import pytest

from zgoda.domain.actors import Role
from zgoda.domain.message_routing import SURE_FROM
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.text import TopicReader, about_service, read_topic

HERE = Path(__file__).parent
FRESH = [json.loads(line) for line in (HERE / "fresh_messages.jsonl").read_text("utf-8").splitlines()]
LANGUAGES = ("pl", "cs", "sk", "hu", "en")


def right_party(rows: list[dict[str, str]]) -> float:
    return sum(read_topic(row["text"]).party == row["party"] for row in rows) / len(rows)


def test_of_messages_nobody_learned_from_most_find_their_party() -> None:
    assert right_party(FRESH) >= 0.78


def test_where_it_is_sure_it_is_nearly_always_right() -> None:
    sure = [row for row in FRESH if read_topic(row["text"]).confidence >= SURE_FROM]
    assert len(sure) >= 0.55 * len(FRESH)
    assert right_party(sure) >= 0.92


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_left_behind(language: str) -> None:
    assert right_party([row for row in FRESH if row["lang"] == language]) >= 0.65


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Kiedy wyślecie moje zamówienie?", MessageTopic.ORDER_PREPARATION),
        ("Proszę o zmianę adresu dostawy", MessageTopic.ORDER_CHANGE),
        ("Paczka dotarła uszkodzona", MessageTopic.DELIVERY_PROBLEM),
        ("Jak mogę zwrócić te buty?", MessageTopic.RETURN_REFUND),
        ("Ile sztuk macie na stanie?", MessageTopic.AVAILABILITY),
        ("Jaki jest termin ważności?", MessageTopic.EXPIRY_DATE),
        ("Jaka jest szerokość tego regału?", MessageTopic.PRODUCT_QUESTION),
        ("Poproszę o fakturę VAT na firmę", MessageTopic.PROOF_OF_PURCHASE),
        ("Przestał działać po tygodniu, reklamacja", MessageTopic.COMPLAINT_WITHDRAWAL),
        ("Czy jest możliwy rabat?", MessageTopic.PRICE_NEGOTIATION),
        ("Dzień dobry", MessageTopic.OTHER),
    ],
)
def test_plain_questions_find_their_topic(text: str, topic: MessageTopic) -> None:
    assert read_topic(text).topic is topic


@pytest.mark.parametrize(
    "text",
    [
        "Odstępuję od umowy i proszę o zwrot pieniędzy za paczkę",
        "ODSTEPUJE OD UMOWY, kiedy zwrot pieniedzy?",
        "Odstupuji od kupní smlouvy, kdy vrátíte peníze?",
        "Odstupujem od zmluvy, kedy vrátite peniaze?",
        "Elállok a szerződéstől, mikor utalják vissza a pénzt?",
        "I withdraw from the contract, when will the money be refunded?",
    ],
)
@pytest.mark.rule("S1-21")
def test_a_declaration_of_withdrawal_decides_whatever_else_is_said(text: str) -> None:
    reading = read_topic(text)
    assert reading.topic is MessageTopic.COMPLAINT_WITHDRAWAL
    assert reading.party is Role.SELLER
    assert reading.confidence >= 0.95


@pytest.mark.parametrize("topic", MessageTopic)
def test_the_buyers_own_choice_wins(topic: MessageTopic) -> None:
    reading = read_topic("Poproszę o fakturę", topic)
    assert (reading.topic, reading.party, reading.confidence) == (topic, answerer_of(topic), 1.0)


def test_it_names_the_words_that_spoke_for_the_topic() -> None:
    assert "fakture" in read_topic("Poproszę o fakturę VAT").why


@pytest.mark.parametrize("text", ["", "  ", "???", "👍", "\x00", "0" * 20_000, "ї" * 2_000])
def test_any_text_can_be_read_and_nothing_is_made_of_nothing(text: str) -> None:
    reading = read_topic(text)
    assert 0.0 < reading.confidence < 0.8


def test_the_interface_is_all_that_another_reader_must_offer() -> None:
    reader: TopicReader = read_topic
    assert reader("Dzień dobry").party is Role.SELLER


def test_case_and_diacritics_do_not_matter() -> None:
    assert read_topic("PROSZĘ O FAKTURĘ") == read_topic("prosze o fakture")


FRESH_COMMENTS = [json.loads(line) for line in (HERE / "fresh_comments.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.rule("S1-35")
def test_comments_about_the_service_are_told_from_others() -> None:
    right = [about_service(row["text"]).about == row["about_fulfilment"] for row in FRESH_COMMENTS]
    assert sum(right) / len(right) >= 0.85


@pytest.mark.parametrize(
    ("comment", "about"),
    [
        ("Fatalnie zapakowane, karton rozerwany", True),
        ("Zepsuty po tygodniu", False),
        ("", False),
        ("Produkt przestał działać", False),
    ],
)
@pytest.mark.rule("S1-35", "S1-37")
def test_only_what_suggests_the_service_counts(comment: str, about: bool) -> None:
    reading = about_service(comment)
    assert reading.about is about
    assert 0.5 <= reading.confidence <= 1.0
