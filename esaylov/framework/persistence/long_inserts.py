"""How many rows of a table are written by one statement at little cost: `rows` asks from LEAST rows on."""

from collections.abc import Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

LEAST = 20


def statement(
	doctype: str, columns: Sequence[str], lines: Sequence[tuple[object, ...]]
) -> tuple[str, list[object]]:
	"""The statement that writes lines of values, and the values in its places; what all lines have is said once.

	Whatever stands in each line is escaped here and read there line by line, which took more than half of the time of an import. The
	database keeps what differs in a table of its own first, so that this is not for a few lines.
	"""
	said = dict(zip(columns, zip(*lines, strict=True), strict=True))
	shared = {name: values[0] for name, values in said.items() if values.count(values[0]) == len(values)}
	own = {name: values for name, values in said.items() if name not in shared}
	names, named = (", ".join(map("`{}`".format, each)) for each in ([*own, *shared], own))
	places = ", ".join([f"({', '.join(['%s'] * len(own))})"] * len(lines))
	selected = ", ".join(["given.*", *["%s"] * len(shared)])
	# names of tables and columns are the framework's, each value is a value
	text = f"insert into `tab{doctype}` ({names}) with given ({named}) as (values {places}) select {selected} from given"  # noqa: S608
	return text, [*chain.from_iterable(zip(*own.values(), strict=True)), *shared.values()]


def name_in_order(written: Sequence[dict[str, object]], given: Sequence[Mapping[str, Any]]) -> None:
	"""Let new random names follow one another in the order of their rows: a table is written in the order of its names at less cost."""
	unnamed = [row for row, said in zip(written, given, strict=True) if not said.get("name")]
	for row, name in zip(unnamed, sorted(map(itemgetter("name"), unnamed)), strict=True):
		row["name"] = name
