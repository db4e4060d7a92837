"""The letters of the reform of 2026 (ö ğ ş ç) and those of 1995 (oʻ gʻ sh ch) for which they are written. Pure.

The law passed both chambers (7 July and 10 September 2026); that it is signed or in force was not found. Titles and names of
citizens are stored in the letters of 1995; the new ones are made when something is shown, and folded when it is searched or compared.
"""

import re
import unicodedata
from functools import lru_cache

NEW = {"ö": "oʻ", "ğ": "gʻ", "ş": "sh", "ç": "ch"}
"""New letter in lower case -> what stands for it in the alphabet of 1995, as it is printed. The pairs: kun.uz, gazeta.uz, yuz.uz and
uza.uz, July to September 2026 (cited); the code points: the law shows glyphs only, these are the common ones [ours].
"""
LOOKALIKES = {"ș": "ş"}
"""Letters that are typed for a new one: U+0219 is what Romanian keyboards give [ours]."""
KEPT = frozenset({"SHA", "Chrome", "Chromium", "PowerShell", "ssh", "hash", "Webhook", "webhook", "WhatsApp"})
"""Names of programs and formats in Uzbek texts, which stay in every script [ours]."""
TRANSCRIBED = {
	"ibragim": "ibrohim",
	"ahmed": "ahmad",
	"magomed": "m1hammad",
	"m1hamed": "m1hammad",
	"gasan": "hasan",
}
"""Beginning of a compared word (see `name_comparison`, 1 is u) in Russian transcription -> that of its Uzbek spelling, where
consonants differ: Ибрагим for Ibrohim [ours].
"""
ORDERED = (
	*((sign, "'") for sign in "ʻʼ‘’`"),
	*((old.replace("ʻ", "'"), f"zz{place}") for place, old in enumerate(NEW.values())),
)
"""What `name_order` puts in the place of what, in this order. Apostrophes: those that registers answer with and keyboards type, beside '."""
ORDER_LENGTH = 140
ORDER = (*"abdefghijklmnopqrstuvxyz", "oʻ", "gʻ", "sh", "ch")
"""Law No. 71-I (1995). The place of the new letters was not found: they stand where those stand for which they are written [ours]."""

_SIGNS = str.maketrans(LOOKALIKES | {one.upper(): other.upper() for one, other in LOOKALIKES.items()})
_IS_NEW = re.compile(f"[{''.join(NEW)}{''.join(NEW).upper()}]")
_MAY_BE_NEW = re.compile(
	f"[{''.join(NEW)}{''.join(NEW).upper()}{''.join(LOOKALIKES)}{''.join(LOOKALIKES).upper()}\u0300-\u036f]"
)
_IS_OLD = re.compile("[Oo]ʻ|[Gg]ʻ|[Ss][Hh]|[Cc][Hh]")
_OF_OLD = {old: new for new, old in NEW.items()}
_WORD = re.compile(r"\{[^}]*\}|(?:[^\W\d_]|[ʻʼ])+")
_SPELT = re.compile(r"oʻ|gʻ|sh|ch|.", re.DOTALL)
_PLACES = {letter: chr(0xE000 + place) for place, letter in enumerate(ORDER)}


def in_1995(text: str) -> str:
	"""The new letters as those of 1995, ʻ (U+02BB) in them; all else stays: `Şoğöç` gives `Shogʻoʻch`.

	A letter with its mark apart (s and U+0327) and a look-alike are the letter. Where s and h stand beside each other in a text of
	new letters, nothing tells whether they part (Исҳоқ) or were typed as one; they stay, and one reads them as one [ours].
	"""
	if text.isascii() or not _MAY_BE_NEW.search(text):
		return text
	whole = unicodedata.normalize("NFC", text).translate(_SIGNS)
	return _IS_NEW.sub(_as_old, whole) if _IS_NEW.search(whole) else text


def _as_old(found: re.Match[str]) -> str:
	"""`SH` in a word of capitals; `Sh` before a small letter, before a full stop and alone."""
	letter, text, at = found[0], found.string, found.start()
	old = NEW[letter.lower()]
	if letter.islower():
		return old
	before, after = text[:at][-1:], text[at + 1 : at + 2]
	is_capital = after.isupper() or (before.isupper() and not after.islower())
	return old.upper() if is_capital else old.capitalize()


def in_2026(printed: str) -> str:
	"""Uzbek Latin as it is printed (ʻ in oʻ and gʻ, ʼ else) in the new letters. Places of values and `KEPT` stay.

	The ʼ that parts s and h (Isʼhoq) stays too: the law names no such case, and so the way back gives the same [ours].
	"""
	return _WORD.sub(_word, printed) if _IS_OLD.search(printed) else printed


def _word(found: re.Match[str]) -> str:
	word = found[0]
	return word if word[0] == "{" or word in KEPT else _IS_OLD.sub(_as_new, word)


def _as_new(found: re.Match[str]) -> str:
	letter = _OF_OLD[found[0].lower()]
	return letter.upper() if found[0][0].isupper() else letter


@lru_cache(maxsize=4096)
def sort_key(printed: str) -> str:
	"""What sorts Uzbek Latin by the alphabet of 1995, oʻ gʻ sh ch after z, in either letters; other scripts as they are."""
	lower = in_1995(printed).lower()
	return "".join(_PLACES.get(letter, letter) for letter in _SPELT.findall(lower))


def name_order(name: str) -> str:
	"""What a column of names is ordered by, so that the database reads them from an index in the order of `sort_key`: Sh and Ch after Z.

	A letter of two signs is written as what comes after all words with z; the collation takes care of capitals. Names are stored in the
	letters of 1995.
	"""
	text = name.lower()
	for letter, place in ORDERED:
		text = text.replace(letter, place)
	return text[:ORDER_LENGTH]
