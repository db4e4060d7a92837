"""What is said of a DocType whose changes need two persons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

TITLES: Final = ("title_uz", "title_uz_cyrl", "title_ru", "title_en")
SHORT_TITLES: Final = ("short_title_uz", "short_title_ru", "short_title_en")
"""Names that decisions and papers state."""


@dataclass(frozen=True, slots=True)
class Guard:
	"""Fields of a DocType that come into force when a second person confirms them.

	switch, off: the field that takes a document out of force, and its value then; a new document begins so, and one person
	alone may put it back there. hidden: fields that the log tells as keyed hashes only. vouched: a fact of the document,
	and the list in site_config.json that makes it need nobody. officials: only people who may enter today, those whom an open
	proposal names, and those behind a login of the Desk.
	removable: may be deleted by one person, for that too takes it out of force. withheld: what a new document does not hold
	before it is confirmed, because the framework uses it out of force too. only: a field and its values of the documents that
	are guarded, before or after. needs_two_to_close: the switch is no safe direction here. closing: of other fields the
	direction in which one person alone may change them (`closing.DIRECTIONS`). is_new_free: a new document gives nobody
	anything yet. is_early: held back before the document's own class acts on what it holds. again: the method of the class
	that makes a document fit what was taken back, where that is not `validate` of one that is there. never: the fields of a first
	and a last day; a new document ends on the day before it begins. is_removable_off: may be deleted while it is out of force.
	is_free_off: one person changes it freely while it is out of force, and a proposal is for what it then holds.
	more_off: other values
	of the switch that give nobody anything. while_open: fields that one person changes while no election is open.
	noted: fields that one person changes at once, and the log tells of. along: other fields that wait with the guarded ones, because they must fit together.
	texts: of a table the columns that one person may change, as they may its order. within: a field and its DocType;
	a document is out
	of force while the one that it names is.
	"""

	reason: str
	fields: tuple[str, ...]
	switch: str = ""
	off: Any = 0
	hidden: frozenset[str] = frozenset()
	vouched: tuple[str, str] = ("", "")
	officials: bool = False
	removable: bool = False
	withheld: tuple[str, ...] = ()
	only: tuple[str, tuple[Any, ...]] = ("", ())
	needs_two_to_close: bool = False
	closing: Mapping[str, str] = field(default_factory=dict)
	is_new_free: bool = False
	is_early: bool = False
	again: str = ""
	never: tuple[str, str] = ("", "")
	is_removable_off: bool = False
	is_free_off: bool = False
	more_off: tuple[Any, ...] = ()
	along: tuple[str, ...] = ()
	texts: Mapping[str, frozenset[str]] = field(default_factory=dict)
	within: tuple[str, str] = ("", "")
	while_open: frozenset[str] = frozenset()
	noted: tuple[str, ...] = ()
