"""Templates compiled once per language: sentences without values are put in when a template is compiled.

A page holds dozens of such sentences; looking each of them up at every request cost as much as a query.
"""

from collections.abc import Callable
from typing import Any, cast

from django.utils.translation import get_language, gettext, pgettext
from jinja2 import Environment, Template, nodes
from jinja2.visitor import NodeTransformer

_LOOKUPS: dict[str, Callable[..., str]] = {"_": gettext, "gettext": gettext, "pgettext": pgettext}


class _Template(Template):
    """A template whose macros are the same for every page: no global of ours differs between two requests."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class PolyglotEnvironment(Environment):
    """An environment that keeps another of its kind for each language, whose templates belong to that language.

    The language is asked for once a page: what a template includes or imports comes from its own environment.
    """

    template_class = _Template

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.by_language: dict[str | None, PolyglotEnvironment] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """A template in the language that is active, or in this environment's own."""
        return super(PolyglotEnvironment, self._speaking()).get_template(name, parent, globals)

    def select_template(self, names: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """The first that exists, likewise."""
        return super(PolyglotEnvironment, self._speaking()).select_template(names, parent, globals)

    def _speaking(self) -> "PolyglotEnvironment":
        if self.overlayed:
            return self
        language = get_language()
        spoken = self.by_language.get(language)
        if spoken is None:
            spoken = self.by_language[language] = self.overlay(cache_size=1000)
        return spoken

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Translated(self).visit(tree)  # type: ignore[no-any-return]


class _Translated(NodeTransformer):
    """Replaces ``_("a sentence")`` by the sentence in the active language; one with holes is left for later.

    ``static("a/path")`` becomes the address: it is the same for as long as the process lives.
    """

    def __init__(self, environment: Environment) -> None:
        self.static = cast("Callable[[str], str] | None", environment.globals.get("static"))

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 -- the name that Jinja's visitors look for
        self.generic_visit(node)
        words = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        named = node.node.name if isinstance(node.node, nodes.Name) else ""
        if named == "static" and self.static is not None and len(words) == len(node.args):
            return nodes.Const(self.static(*words), lineno=node.lineno)
        lookup = _LOOKUPS.get(named)
        if lookup is None or node.kwargs or len(words) != len(node.args):
            return node
        try:
            sentence = lookup(*words) % {}
        except (KeyError, TypeError, ValueError):
            return node
        return nodes.MarkSafe(nodes.Const(sentence, lineno=node.lineno), lineno=node.lineno)
