"""The phone that an appeal named is its entry's. It leaves the Person, where no other source vouches for it."""

from collections.abc import Iterator
from typing import Any

import frappe

from esaylov.registers import service as registers

BATCH = 500
REGISTERS = ("Candidate", "Proxy", "Authorized Representative", "Media Representative", "Observer")


def execute() -> None:
	"""Safe to repeat and to break off: an entry that has a phone is left, and each batch is committed."""
	for register in REGISTERS:
		for names in batches(register):
			registers.take_phones_of_appeals(register, names)
			frappe.db.commit()  # what is done stays done, and no lock is held for long


def batches(register: str) -> Iterator[list[str]]:
	"""The names of the entries of a register without a phone, in slices."""
	after = ""
	while names := _after(register, after):
		yield names
		after = names[-1]


def _after(register: str, after: str) -> list[Any]:
	known = {"name": [">", after], "phone": ["is", "not set"], "person": ["is", "set"]}
	return frappe.get_all(register, known, pluck="name", order_by="name asc", limit=BATCH)
