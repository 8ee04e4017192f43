"""What the platform carries of a message: its text and nothing else."""

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote"})
_SILENT = frozenset({"script", "style", "head", "title"})
_PLAIN = frozenset({"a", "b", "body", "em", "font", "html", "i", "img", "span", "strong", "tbody", "td", "th", "u"})
_TAGS = _BREAKS | _SILENT | _PLAIN
_MARKUP = re.compile(rf"</?(?:{'|'.join(sorted(_TAGS))})(?=[\s/>])[^<>]*>", re.IGNORECASE)


def plain(text: str) -> str:
    """S3-37: text only, footer and formatting included. Markup, as it comes with a copied signature, becomes its
    words with the lines kept; what only looks like markup (``5 < 6``, ``<model>``) stays; controls other than tab and
    line end go."""
    words = _words_of(text) if _MARKUP.search(text) else text
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(sign for sign in line if sign == "\t" or sign.isprintable()).rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def with_footer(text: str, footer: str) -> str:
    """S3-37: the footer follows as text of the same message, once. A message without words, a file alone, has none."""
    return f"{text}\n\n{footer}" if text and footer and not text.endswith(footer) else text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n")
        elif tag not in _TAGS:
            self.handle_data(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKS - {"br"}:
            self.parts.append("\n")
        elif tag not in _TAGS:
            self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def _words_of(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)
