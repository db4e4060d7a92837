"""Which passwords nobody may set: short ones, those that guessers try first, stolen ones, and those made of words that everybody here knows.

Asked wherever a password is set: at a recovery and an invitation, on the framework's page for a new one, and in a User of the Desk. ASVS 5.0:
6.1.2, 6.2.1, 6.2.4, 6.2.9, 6.2.11, 6.2.12.

The framework brings zxcvbn, and with it the 30,000 passwords that stand most often in lists of stolen ones. Hardly any of them is as long as
ours must be, so a password is refused also where one of them is all that is left without its decoration: written twice, with a year or
signs around it, with 0 for o. A longer list of stolen passwords may lie on the machine itself (`STOLEN`): nothing of a password leaves it.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Final

import frappe
from frappe.model.document import Document
from frappe.utils import cint
from frappe.utils.password_strength import test_password_strength
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from esaylov.framework.errors import CodeRefused, NotPermitted, shown
from esaylov.framework.guarded_steps import SETTING_UP

SHORTEST: Final = 12
"""Signs of a new password [ours]; where System Settings have a policy, that is asked too."""
LONGEST: Final = 128
STOLEN: Final = "esaylov_stolen_passwords"
"""Setting of site_config.json: a file of lines `SHA-1 in capital hex:how often`, in the order of the hashes, as Pwned Passwords is given out."""
HEX: Final = 40
HASH: Final = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\s*$")
LONG: Final = 200
"""Bytes in which the last line of that file ends."""
DECORATION: Final = 6
"""So many signs around a common password make it no other one [ours]; more of them are a secret of their own."""
LETTERS, DIGITS = 5, 10
"""So many letters, or digits, beside known words make a password that is not made of these alone [ours]."""
KNOWN: Final = Path(__file__).with_name("known_words.txt")
"""Words of this administration and of logins, which no password is made of alone: requirement 6.1.2 asks that they are written down."""
LEET: Final = str.maketrans("013457@$!", "oleastasi")
OUTSIDE_BEFORE, OUTSIDE_AFTER = re.compile(r"[\W\d_]+"), re.compile(r"[\W\d_]+$")
APOSTROPHE: Final = re.compile("['ʻʼ‘’`]")
NO_LETTER: Final = re.compile(r"[\W\d_]+")


def check(password: str, names: Sequence[str | None]) -> None:
	"""A password that is to be set. names: of its owner, which make it easy to guess.

	Raises CodeRefused at field `password` (`password_short`, `password_common`, `password_weak`).
	"""
	if not SHORTEST <= len(password) <= LONGEST:
		raise CodeRefused({"count": SHORTEST, "most": LONGEST}, field="password", code="password_short")
	if is_common(password) or is_stolen(password):
		raise CodeRefused(field="password", code="password_common")
	if is_of_known_words(password, names) or _is_weak(password, names):
		raise CodeRefused(field="password", code="password_weak")


def check_user(user: Document, method: str | None = None) -> None:
	"""Event of User, before the framework takes a password that was typed into it out of sight. Raises CodeRefused.

	Of a login behind which a Person stands nobody but its holder types one, Administrator neither: they would enter as that person, and count
	for another one a day later. Two persons give such a login back (`configuration.recovery`). Raises NotPermitted (`password_of_another`).
	"""
	if typed := user.get("new_password"):
		with shown():
			if _is_of_another(user):
				raise NotPermitted(code="password_of_another")
			check(str(typed), [user.get("first_name"), user.get("last_name"), user.get("email")])


def _is_of_another(user: Document) -> bool:
	if user.is_new() or user.name == frappe.session.user or SETTING_UP.is_writing:
		return False
	return bool(frappe.db.exists("Person", {"user": user.name}))


def is_common(password: str) -> bool:
	"""Whether guessers have it near the top of their lists: as it is, or once what people put around a word is taken off."""
	return not _common().isdisjoint(_undecorated(password))


def is_stolen(password: str) -> bool:
	"""Whether it stands in the site's own list of stolen passwords; False where there is none to be read, which `esaylov-verify` tells."""
	path = stolen()
	if not path:
		return False
	try:
		return _stands_in(path, sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode())
	except OSError as problem:  # its words alone: the values on the way to it tell of the password
		frappe.log_error("The list of stolen passwords cannot be read", str(problem))
		return False


def stolen() -> Path | None:
	"""Where the site's list of stolen passwords lies; None where it has none."""
	named = str(frappe.conf.get(STOLEN) or "")
	return Path(named) if named else None


def count_stolen(path: Path) -> int:
	"""About how many passwords a list has. Raises OSError, and ValueError for a file that is none or is in another order."""
	with path.open("rb") as file:
		first = file.readline()
		size = os.fstat(file.fileno()).st_size
		file.seek(max(size - LONG, 0))
		last = file.read().splitlines()[-1:]
	if not (
		HASH.match(first) and last and HASH.match(last[0]) and first[:HEX].upper() <= last[0][:HEX].upper()
	):
		raise ValueError("no list of SHA-1 in hex, a line each, in their order")
	return size // len(first)


def is_of_known_words(password: str, names: Sequence[str | None]) -> bool:
	"""Whether it is made of words of this administration and of the owner's names, with hardly anything beside them."""
	text = left = APOSTROPHE.sub("", _plain(password))
	for word in sorted((*_known(), *_words(names)), key=len, reverse=True):
		left = left.replace(word, " ")
	letters, digits = len(NO_LETTER.sub("", left)), sum(sign.isdigit() for sign in left)
	return left != text and letters < LETTERS and digits < DIGITS


def _is_weak(password: str, names: Sequence[str | None]) -> bool:
	"""What the framework's policy says of it, where the site has one."""
	if not cint(frappe.get_system_settings("enable_password_policy")):
		return False
	score = cint(test_password_strength(password, [name for name in names if name]).get("score"))
	return score < max(cint(frappe.get_system_settings("minimum_password_score")), 1)


@cache
def _common() -> frozenset[str]:
	return frozenset(FREQUENCY_LISTS["passwords"])


@cache
def _known() -> frozenset[str]:
	return frozenset(KNOWN.read_text(encoding="utf-8").split())


def _undecorated(password: str) -> Iterator[str]:
	"""What a password may be a decoration of, itself among it."""
	text = _plain(password)
	before, after = OUTSIDE_BEFORE.match(text), OUTSIDE_AFTER.search(text)
	for left in range(min(before.end() if before else 0, DECORATION) + 1):
		for right in range(min(len(text) - after.start() if after else 0, DECORATION - left) + 1):
			form = text[left : len(text) - right]
			for spelled in (form, form.translate(LEET)):
				yield from _repeated(spelled)


def _repeated(text: str) -> Iterator[str]:
	"""What a text may be a repetition of, itself among it."""
	size = (text + text).find(text, 1) if text else 1
	return (text[:size] * times for times in range(1, len(text) // size + 1))


def _plain(text: str) -> str:
	return unicodedata.normalize("NFKC", text).casefold()


def _words(names: Iterable[str | None]) -> Iterator[str]:
	"""The parts of names that are words."""
	for name in names:
		yield from (part for part in NO_LETTER.split(_plain(name or "")) if len(part) > 2)


def _stands_in(path: Path, wanted: bytes) -> bool:
	"""Whether a line of a sorted file begins with a hash: about forty short reads, however many gigabytes it has.

	All lines that begin before `low` are below the hash, and none that begins at `high` or after it is.
	"""
	with path.open("rb") as file:
		low, high = 0, os.fstat(file.fileno()).st_size
		while low < high:
			middle = (low + high) // 2
			file.seek(max(middle - 1, 0))
			if middle:
				file.readline()  # to where the next line begins
			begins, line = file.tell(), file.readline()
			if line and line[:HEX].upper() < wanted:
				low = begins + len(line)
			else:
				high = middle
		file.seek(low)
		return file.readline()[:HEX].upper() == wanted
