"""What is asked of the registers, and what they say: values, never the documents they came in."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from esaylov.core.people.identity import Gender


@dataclass(frozen=True, slots=True)
class Asked:
	"""About whom: PINFL with passport or birth date, or passport with birth date. name: as typed; some registers want it."""

	pinfl: str = ""
	passport: str = ""
	birth_date: date | None = None
	name: str = ""


@dataclass(frozen=True, slots=True)
class PersonalData:
	"""A person as the personalization register knows them. photo: bytes of a JPEG, where asked for."""

	pinfl: str
	passport: str
	surname: str
	given_name: str
	patronymic: str
	birth_date: date | None
	gender: Gender | None
	nationality: str = ""
	citizenship: str = ""
	birthplace: str = ""
	photo: bytes = field(default=b"", repr=False)

	@property
	def full_name(self) -> str:
		"""Surname, given name, patronymic."""
		return " ".join(filter(None, (self.surname, self.given_name, self.patronymic)))


class Verdict(StrEnum):
	"""What a register says that answers yes or no: nothing of its text is kept."""

	CLEAR = "clear"
	FOUND = "found"
	NOT_FOUND = "not_found"
	PENDING = "pending"
