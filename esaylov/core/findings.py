"""What a check found: a code with its place, its article of the law and the values of its message.

Findings carry no text; `texts.finding_text` words one in the reader's language. Own design.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any, Self

Param = str | int


class Severity(StrEnum):
	"""ERROR stops the step; WARNING is shown and stops nothing."""

	ERROR = "error"
	WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
	"""One thing that is wrong with what was entered.

	code: stable, lower case, key of `texts`. path: where, as `formats.places` writes it: `persons[2].pinfl` ("" is the whole).
	article: of the Election Code (*Saylov kodeksi*), "" where the rule is not the law's. params: values of the message.
	edition: ISO first day of the edition of the law that was applied, "" where it is not known; no part of equality.
	"""

	code: str
	path: str = ""
	severity: Severity = Severity.ERROR
	article: str = ""
	params: Mapping[str, Param] = field(default_factory=dict, hash=False)
	edition: str = field(default="", compare=False)

	def as_dict(self) -> dict[str, Any]:
		"""Plain JSON values; `from_dict` reads them back. A finding without an edition has no such member."""
		said = {
			"code": self.code,
			"path": self.path,
			"severity": self.severity.value,
			"article": self.article,
			"params": dict(self.params),
		}
		return {**said, "edition": self.edition} if self.edition else said

	@classmethod
	def from_dict(cls, data: Mapping[str, Any]) -> Self:
		"""Inverse of `as_dict`; raises KeyError or ValueError for anything else."""
		return cls(
			code=data["code"],
			path=data.get("path", ""),
			severity=Severity(data.get("severity", Severity.ERROR)),
			article=data.get("article", ""),
			params=dict(data.get("params", {})),
			edition=data.get("edition", ""),
		)


_severity = attrgetter("severity")


def blocking(findings: Iterable[Finding]) -> bool:
	"""True when at least one finding is an error."""
	return Severity.ERROR in map(_severity, findings)
