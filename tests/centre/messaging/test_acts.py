"""Writing in the Message Center: who may, what is kept, and that nothing is sent twice."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.centre import stage
from tests.centre.messaging.people import MINUTE, NOW, begun, buyer, order, problems_on, reported, seller, written
from tests.centre.test_at_once import together
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.messaging import acts, reading
from zgoda.centre.messaging.acts import NoSuchThread, Words
from zgoda.centre.messaging.models import ID_LENGTH, Thread, ThreadFile, ThreadMessage
from zgoda.domain.actors import Role
from zgoda.domain.messaging import Delivery, MessagingRefused, MessagingWhy, Origin, Side, ThreadKind, Topic
from zgoda.files.models import State, StoredFile

pytestmark = pytest.mark.django_db


def why(outcome: object) -> MessagingWhy:
    assert isinstance(outcome, MessagingRefused), outcome
    return outcome.why


def a_file(owner: User, state: State = State.SAFE) -> StoredFile:
    return StoredFile.objects.create(
        owner_id=owner.pk, name="a.png", declared_size=5, size=5, content_type="image/png", state=state, created_at=NOW
    )


def stranger() -> User:
    return stage.account("stranger", Role.BUYER)


@rule("P-31")
def test_the_buyer_begins_the_one_conversation_with_a_seller() -> None:
    first = begun(order(), origin_of := "Pytanie")
    second = begun(order(), "Drugie pytanie")
    assert (first.thread_id, first.text, first.number) == (second.thread_id, origin_of, 1)
    thread = Thread.objects.get()
    assert (thread.kind, len(thread.id), thread.messages_count) == (ThreadKind.COMMON, ID_LENGTH, 2)
    assert second.order_id != first.order_id


@rule("P-31")
def test_a_seller_begins_only_about_an_order_of_that_buyer() -> None:
    bought = order()
    sent = acts.begin(seller().pk, "BUYER", bought.id, Words("Brakuje numeru mieszkania"), now=NOW)
    assert isinstance(sent, ThreadMessage)
    assert sent.author_id == seller().pk
    stranger()
    for recipient, order_id in (("stranger", bought.id), ("buyer", uuid4()), ("buyer", None), ("seller", bought.id)):
        refused = acts.begin(seller().pk, recipient, order_id, Words("Dzień dobry"), now=NOW)
        assert why(refused) is MessagingWhy.NO_ORDER_BETWEEN_YOU
    assert why(acts.begin(stranger().pk, "seller", bought.id, Words("x"), now=NOW)) is MessagingWhy.NO_ORDER_BETWEEN_YOU


@rule("P-49")
def test_somebody_elses_thread_is_not_there() -> None:
    thread_id = begun().thread_id
    other = stranger().pk
    for act in (
        lambda: acts.write(thread_id, other, Words("x"), now=NOW),
        lambda: acts.mark_read(thread_id, other, read=True),
        lambda: acts.close(thread_id, other, now=NOW),
        lambda: acts.write("a" * ID_LENGTH, other, Words("x"), now=NOW),
    ):
        with pytest.raises(NoSuchThread):
            act()
    assert reading.own_thread(thread_id, other) is None
    assert reading.own_message(ThreadMessage.objects.get().id, other) is None


def test_each_side_has_its_own_mark_of_what_it_read() -> None:
    thread_id = begun().thread_id
    thread = Thread.objects.get()
    assert (thread.is_read_by(Side.BUYER), thread.is_read_by(Side.SELLER)) == (True, False)
    written(thread_id, seller())
    thread.refresh_from_db()
    assert (thread.is_read_by(Side.BUYER), thread.is_read_by(Side.SELLER)) == (False, True)
    acts.mark_read(thread_id, buyer().pk, read=True)
    acts.mark_read(thread_id, seller().pk, read=False)
    thread.refresh_from_db()
    assert (thread.is_read_by(Side.BUYER), thread.is_read_by(Side.SELLER)) == (True, False)


@rule("P-05")
@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (" \x00\r\n ", MessagingWhy.MESSAGE_EMPTY),
        ("ż" * 2001, MessagingWhy.MESSAGE_TOO_LONG),
        ("ż" * 2000, None),
        ("  słowa\r\nw dwóch wierszach ", None),
    ],
)
def test_a_message_has_words_of_at_most_2000_characters(text: str, refused: MessagingWhy | None) -> None:
    thread_id = begun().thread_id
    outcome = acts.write(thread_id, buyer().pk, Words(text), now=NOW)
    if refused is not None:
        assert why(outcome) is refused
        assert ThreadMessage.objects.count() == 1
    else:
        assert isinstance(outcome, ThreadMessage)
        assert outcome.text == text.replace("\r\n", "\n").strip()


@rule("P-06")
def test_a_file_goes_with_one_message_of_its_owner() -> None:
    thread_id = begun().thread_id
    file = a_file(buyer())
    sent = acts.write(thread_id, buyer().pk, Words("", (file.id,)), now=NOW)
    assert isinstance(sent, ThreadMessage)
    (entry,) = reading.with_files([sent])
    assert [row.id for row in entry.files] == [file.id]
    foreign, waiting = a_file(seller()), a_file(buyer(), State.DECLARED)
    for files in ((file.id,), (foreign.id,), (waiting.id,), (uuid4(),), (a := a_file(buyer()).id, a)):
        assert why(acts.write(thread_id, buyer().pk, Words("x", files), now=NOW)) is MessagingWhy.FILE_UNUSABLE
    many = tuple(a_file(buyer()).id for _ in range(6))
    assert why(acts.write(thread_id, buyer().pk, Words("x", many), now=NOW)) is MessagingWhy.TOO_MANY_FILES
    assert ThreadFile.objects.count() == 1


def test_instants_grow_with_the_numbers_even_within_a_millisecond() -> None:
    thread_id = begun().thread_id
    second = written(thread_id, seller(), now=NOW)
    third = written(thread_id, buyer(), now=NOW - MINUTE)
    assert NOW < second.created_at < third.created_at
    assert Thread.objects.get().last_message_at == third.created_at


@pytest.mark.parametrize("kind", ["begin", "write", "problem"])
def test_a_form_sent_twice_counts_once(kind: str) -> None:
    problems_on()
    token, bought = uuid4(), order()
    thread_id = begun(bought).thread_id

    def act(text: str) -> acts.Outcome:
        if kind == "begin":
            return acts.begin(bought.buyer_id, "seller", bought.id, Words(text), now=NOW, token=token)
        if kind == "write":
            return acts.write(thread_id, bought.buyer_id, Words(text), now=NOW, token=token)
        return reported(bought, text=text, token=token)

    first, again = act("Raz"), act("Raz")
    assert isinstance(first, ThreadMessage)
    assert first == again
    assert ThreadMessage.objects.filter(text="Raz").count() == 1
    assert why(act("Dwa")) is MessagingWhy.COMMAND_REUSED
    assert why(acts.write(thread_id, seller().pk, Words("Raz"), now=NOW, token=token)) is MessagingWhy.COMMAND_REUSED


def test_a_message_held_back_is_seen_by_its_sender_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    thread_id = begun().thread_id
    acts.mark_read(thread_id, buyer().pk, read=True)
    monkeypatch.setattr(acts, "verdict", lambda _draft: Delivery.BLOCKED)
    written(thread_id, seller(), "Dziękujemy za zakup")
    thread = Thread.objects.get()
    assert thread.buyer_read
    assert reading.messages_of(thread, buyer().pk).count() == 1
    assert reading.messages_of(thread, seller().pk).count() == 2


def test_a_sellers_message_after_the_buyers_is_a_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(acts, "verdict", lambda draft: asked.append(draft) or Delivery.DELIVERED)
    bought = order()
    acts.begin(seller().pk, "buyer", bought.id, Words("Pytanie o kolor"), now=NOW)
    written(begun(bought).thread_id, seller())
    assert [(draft.by, draft.reply) for draft in asked] == [
        (Side.SELLER, False),
        (Side.BUYER, False),
        (Side.SELLER, True),
    ]


def test_problems_are_reported_only_where_their_layer_is_on() -> None:
    assert why(reported()) is MessagingWhy.PROBLEMS_NOT_OFFERED
    problems_on()
    sent = reported()
    assert isinstance(sent, ThreadMessage)
    thread = sent.thread
    assert (thread.kind, thread.topic, thread.closed_at) == (ThreadKind.PROBLEM, Topic.NO_REFUND, None)
    assert thread.line_ids == [str(line.id) for line in thread.order.lines.all()]
    assert reading.lines_of([thread])[thread.id] == list(thread.order.lines.all())
    assert not Thread.objects.get(pk=thread.id).seller_read


def test_a_problem_is_the_buyers_about_products_of_one_order() -> None:
    problems_on()
    bought, foreign = order(), order()
    lines = [line.id for line in bought.lines.all()]
    mine = bought.buyer_id

    def report(by: int, order_id: UUID, products: list[UUID], topic: Topic | None) -> MessagingWhy:
        return why(acts.report_problem(by, order_id, products, topic, Words("x"), now=NOW))

    assert report(stranger().pk, bought.id, lines, Topic.OTHER) is MessagingWhy.NO_ORDER_BETWEEN_YOU
    assert report(bought.seller_id, bought.id, lines, Topic.OTHER) is MessagingWhy.NO_ORDER_BETWEEN_YOU
    assert report(mine, uuid4(), lines, Topic.OTHER) is MessagingWhy.NO_ORDER_BETWEEN_YOU
    assert report(mine, bought.id, lines, None) is MessagingWhy.TOPIC_MISSING
    assert report(mine, foreign.id, lines, Topic.OTHER) is MessagingWhy.PRODUCT_MISSING
    assert why(acts.report_problem(mine, bought.id, lines, Topic.OTHER, Words(""), now=NOW)) is (
        MessagingWhy.MESSAGE_EMPTY
    )
    assert not Thread.objects.exists()


def test_the_same_problem_is_not_open_twice_and_a_closed_one_takes_no_words() -> None:
    problems_on()
    bought = order()
    sent = reported(bought)
    assert isinstance(sent, ThreadMessage)
    assert why(reported(bought)) is MessagingWhy.PROBLEM_REPORTED
    assert isinstance(reported(bought, Topic.OTHER), ThreadMessage)
    thread_id = sent.thread_id
    assert why(acts.close(thread_id, seller().pk, now=NOW)) is MessagingWhy.NOT_THE_BUYER
    closed = acts.close(thread_id, buyer().pk, now=NOW + MINUTE)
    assert isinstance(closed, Thread)
    assert closed.closed_at == NOW + MINUTE
    for side in (buyer(), seller()):
        assert why(acts.write(thread_id, side.pk, Words("Jeszcze"), now=NOW)) is MessagingWhy.THREAD_CLOSED
    assert why(acts.close(thread_id, buyer().pk, now=NOW)) is MessagingWhy.THREAD_CLOSED
    assert isinstance(reported(bought), ThreadMessage)


def test_a_conversation_is_no_problem_and_is_not_closed() -> None:
    with pytest.raises(NoSuchThread):
        acts.close(begun().thread_id, buyer().pk, now=NOW)


def test_a_way_that_knows_no_problems_finds_none() -> None:
    problems_on()
    sent = reported()
    assert isinstance(sent, ThreadMessage)
    with pytest.raises(NoSuchThread):
        acts.write(sent.thread_id, buyer().pk, Words("x"), now=NOW, problems=False)


def test_what_was_said_beside_an_offer_keeps_its_origin() -> None:
    bought = order()
    sent = acts.begin(bought.buyer_id, "seller", bought.id, Words("?", origin=Origin.ASK_QUESTION), now=NOW)
    assert isinstance(sent, ThreadMessage)
    assert sent.origin == Origin.ASK_QUESTION


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_two_first_messages_make_one_conversation(self) -> None:
        one, two = order(), order()
        outcomes = together(lambda: begun(one, "Raz"), lambda: begun(two, "Dwa"))
        assert {type(outcome) for outcome in outcomes} == {ThreadMessage}, outcomes
        assert {outcome.number for outcome in outcomes} == {1, 2}
        assert Thread.objects.get().messages_count == 2

    def test_the_same_form_from_two_windows_is_one_message(self) -> None:
        thread_id, token, file = begun().thread_id, uuid4(), a_file(buyer())
        by = buyer().pk

        def send() -> acts.Outcome:
            return acts.write(thread_id, by, Words("Raz", (file.id,)), now=NOW + timedelta(hours=1), token=token)

        outcomes = together(send, send, send)
        assert len({outcome.pk for outcome in outcomes}) == 1, outcomes
        assert ThreadMessage.objects.count() == 2

    def test_one_problem_of_two_at_once(self) -> None:
        problems_on()
        bought = order()
        outcomes = together(lambda: reported(bought), lambda: reported(bought))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MessagingRefused", "ThreadMessage"], outcomes
        assert Thread.objects.filter(messages_count=1).count() == Thread.objects.count() == 1

    def test_a_reply_and_a_closing(self) -> None:
        problems_on()
        sent = reported()
        assert isinstance(sent, ThreadMessage)
        by_seller, by_buyer = seller().pk, buyer().pk
        outcomes = together(
            lambda: acts.write(sent.thread_id, by_seller, Words("Już oddajemy"), now=NOW + MINUTE),
            lambda: acts.close(sent.thread_id, by_buyer, now=NOW + MINUTE),
        )
        thread = Thread.objects.get()
        assert thread.closed_at is not None
        assert thread.messages_count == (2 if isinstance(outcomes[0], ThreadMessage) else 1)
        assert thread.last_message_at <= thread.closed_at
