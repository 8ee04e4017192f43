"""The language of an answer: the protocol's six, Polish by default. Ukrainian readers are served in English."""

from zgoda.wire.media import parse_accept

DEFAULT = "pl-PL"
_OURS = {"en-us": "en", "pl-pl": "pl", "uk-ua": "en", "sk-sk": "sk", "cs-cz": "cs", "hu-hu": "hu"}
_SHORT = {tag[:2]: tag for tag in _OURS}


def choose_language(header: str | None) -> tuple[str, str]:
    """``(tag, catalogue)``, such as ``("cs-CZ", "cs")``. Unknown languages are passed over."""
    for entry in parse_accept(header or ""):
        tag = entry.kind if entry.kind in _OURS else _SHORT.get(entry.kind[:2])
        if tag and entry.quality:
            return f"{tag[:2]}-{tag[3:].upper()}", _OURS[tag]
    return DEFAULT, "pl"
