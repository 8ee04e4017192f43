"""Templates compiled once per language: sentences without values are put in when a template is compiled.

A page holds dozens of such sentences; looking each of them up at every request cost as much as a query.
"""

from collections.abc import Callable
from typing import Any, cast

from django.utils.translation import get_language, gettext, pgettext
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]  # the part that does not mark

_LOOKUPS: dict[str, Callable[..., str]] = {"_": gettext, "gettext": gettext, "pgettext": pgettext}


class _Template(Template):
    """A template whose macros are the same for every page: no global of ours differs between two requests."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class _Context(Context):
    """Calls macros, which are most of what a page calls, without asking whether they want something passed."""

    def call(self, called: Any, /, *values: Any, **named: Any) -> Any:
        if type(called) is Macro:
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
            return called(self.eval_ctx, *values, **named)
        return super().call(called, *values, **named)


class _Writing(CodeGenerator):
    """Writes what a template shows as plain text: nobody looks any more at whether a piece of a page is safe."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class PolyglotEnvironment(Environment):
    """An environment that keeps another of its kind for each language, whose templates belong to that language.

    The language is asked for once a page: what a template includes or imports comes from its own environment.
    """

    template_class = _Template
    context_class = _Context
    code_generator_class = _Writing

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.by_language: dict[str | None, PolyglotEnvironment] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """A template in the language that is active, or in this environment's own."""
        return super(PolyglotEnvironment, self._speaking()).get_template(name, parent, globals)

    def select_template(self, names: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """The first that exists, likewise."""
        return super(PolyglotEnvironment, self._speaking()).select_template(names, parent, globals)

    def make_globals(self, d: Any) -> Any:
        """A plain mapping, which a page copies at once; all words and functions are known before the first template."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def shown(value: object) -> str:
        """What `markupsafe.escape` gives, without marking it as safe, which costs more than the escaping."""
        if type(value) is str:
            return escaped(value)
        return value if type(value) is Markup else escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``one.name`` of a plain mapping is its entry at once, and not only when it has no such attribute."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

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
        return _Translated(self).visit(_Inlined(self).visit(tree))  # type: ignore[no-any-return]


class _Inlined(NodeTransformer):
    """Puts the body of an included template where it is included, in a scope of its own.

    Preparing an included template for a page costs more than most of them draw. While templates are written, a change
    of one is seen after the page that includes it was changed too, or after a new start.
    """

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 -- the name that Jinja's visitors look for
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        loader = self.environment.loader
        if not isinstance(name, str) or loader is None or node.ignore_missing or not node.with_context:
            return node
        source, filename, _is_current = loader.get_source(self.environment, name)
        included = Parser(self.environment, source, name, filename).parse()
        return nodes.Scope(self.visit(included).body, lineno=node.lineno)


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
