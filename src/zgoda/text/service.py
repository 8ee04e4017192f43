"""Whether a rating's comment is about the One Fulfillment service: packing, dispatch, delivery, stock (S1-35)."""

from dataclasses import dataclass

from zgoda.text.reading import weigh

_NAME, SERVICE = "service", "service"


@dataclass(frozen=True, slots=True)
class ServiceReading:
    """``confidence`` is how sure the reader is of ``about``, from one half to one; ``why``: words that spoke for it."""

    about: bool
    confidence: float
    why: tuple[str, ...]


def about_service(comment: str) -> ServiceReading:
    """False also where the comment says nothing: only what suggests the service counts (S1-35, S1-37)."""
    seen = weigh(_NAME, comment)
    about = seen.best == SERVICE and bool(comment.strip())
    return ServiceReading(about, seen.shares[seen.best], seen.why(seen.best))
