"""Names and words in the two scripts of Uzbek: transliteration, search keys, initials.

Latin to Cyrillic follows the tables of the alphabets of 1995 (Law No. 71-I) and 1940 with the spellings that differ by
word (`_WORDS`). The result is a proposal for texts; names of record keep the Cyrillic that their source gives.
"""

import re
import unicodedata
from functools import lru_cache

from esaylov.core.people.letters import in_1995, in_2026

APOSTROPHES = "'ʻʼ‘’`´ʹ′＇"
_APOSTROPHE = re.compile(f"[{re.escape(APOSTROPHES)}]")
_BETWEEN = re.compile(rf"(?<=[^\W\d_ʻʼʹ])[{re.escape(APOSTROPHES)}](?=[^\W\d_ʻʼʹ])|(?<=[OoGg])[ʻʼ‘`]")
_ROMAN = re.compile(r"(?=[IVXLCDM]{2})M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_TOKEN = re.compile(r"\{[a-z][a-z0-9_]*\}|[A-Za-z']+|[^A-Za-z'{]+|\{")
_ABBREVIATION = re.compile(r"(?:[SC][Hh]|[SC](?![Hh])|[BDFGHJKLMNPQRTVWXYZ]){3,}(?=[a-z]|$)")
_VOWELS = frozenset("aeiou")
_BEGIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'")
"""How a run of letters and apostrophes begins."""

_PAIRS = {"o'": "ў", "g'": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е"}
_LETTERS = dict(zip("abdefghijklmnopqrstuvxyzwc", "абдефгҳижклмнопқрстувхйзвс", strict=True))

# Beginnings of words that the letter rules would spell wrongly; the rest of the word follows the rules.
_WORDS = {
	"abonent": "абонент",
	"aksiya": "акция",
	"albom": "альбом",
	"aprel": "апрель",
	"byulleten": "бюллетень",
	"dekabr": "декабрь",
	"fakultet": "факультет",
	"fevral": "февраль",
	"iyul": "июль",
	"iyun": "июнь",
	"kalendar": "календарь",
	"kompyuter": "компьютер",
	"konsepsiya": "концепция",
	"konsert": "концерт",
	"litsenziya": "лицензия",
	"meditsina": "медицина",
	"modul": "модуль",
	"natalya": "наталья",
	"noyabr": "ноябрь",
	"obyekt": "объект",
	"oktabr": "октябрь",
	"parol": "пароль",
	"profil": "профиль",
	"rol": "роль",
	"sentabr": "сентябрь",
	"sex": "цех",
	"sirk": "цирк",
	"syezd": "съезд",
	"subyekt": "субъект",
	"tarjimayi": "таржимаи",
	"tatyana": "татьяна",
	"vaksina": "вакцина",
	"yanvar": "январь",
}
# Of these only the whole word is meant: "rolik", "sexi" or "moduli" follow the letters or their own list.
_WHOLE = frozenset({"rol", "sex", "parol", "profil", "modul"})


def plain_apostrophes(text: str) -> str:
	"""Every kind of apostrophe (ʻ ʼ ‘ ’ ` ´ …) becomes U+0027: the one of SMS (GSM-7) and of what people type."""
	return _APOSTROPHE.sub("'", text)


def plain(text: str) -> str:
	"""As it is typed on any keyboard: the letters of 1995 for those of 2026, U+0027 for each apostrophe."""
	return _APOSTROPHE.sub("'", text if text.isascii() else in_1995(text))


def uzbek_letters(text: str) -> str:
	"""Uzbek Latin as it is printed: ʻ (U+02BB) in oʻ and gʻ, ʼ (U+02BC) as *tutuq belgisi*, whatever was typed.

	An apostrophe at the end of a word is a quotation mark, unless it can be nothing but a letter's. The letters of 2026 become
	those of 1995, in which Uzbek is stored.
	"""
	old = in_1995(text)
	if not _APOSTROPHE.search(old):
		return old
	return _BETWEEN.sub(lambda found: "ʻ" if found.string[found.start() - 1] in "OoGg" else "ʼ", old)


def to_new_letters(text: str) -> str:
	"""Uzbek Latin, whatever was typed, in the letters of 2026; ʼ as *tutuq belgisi*."""
	return in_2026(uzbek_letters(text))


def with_any_apostrophe(pattern: str) -> str:
	"""A pattern of SQL's LIKE in which each apostrophe stands for any one character, so that any other finds the same."""
	return _APOSTROPHE.sub("_", pattern)


def patterns(pattern: str) -> list[str]:
	"""Patterns of SQL's LIKE for a text as people type it: stored in the letters of 1995, and in those of 2026 where they differ."""
	old = in_1995(pattern)
	new = to_new_letters(old)
	return [
		with_any_apostrophe(one) for one in dict.fromkeys((old, new) if new != uzbek_letters(old) else (old,))
	]


def to_cyrillic(text: str, keep: frozenset[str] = frozenset()) -> str:
	"""Uzbek Latin in Uzbek Cyrillic. Placeholders `{name}`, Roman numerals and the words of `keep` stay as they are."""
	tokens = _TOKEN.findall(plain(text))
	return "".join(_spelt(token) if token[0] in _BEGIN and token not in keep else token for token in tokens)


@lru_cache(maxsize=4096)
def _spelt(token: str) -> str:
	"""A run of letters and apostrophes; one without letters, and a Roman numeral, stays."""
	stays = not re.search("[A-Za-z]", token) or _ROMAN.fullmatch(token)
	return token if stays else _word(token)


def _word(word: str) -> str:
	"""One run of letters and apostrophes; apostrophes at its ends that belong to no letter are quotes."""
	opening = len(word) - len(word.lstrip("'"))
	return word[:opening] + _cased(word[opening:])


@lru_cache(maxsize=4096)
def _cased(word: str) -> str:
	# TSK is ТСК: its letters are the first ones of words; MCHJ is МЧЖ, SHNQ is ШНҚ
	if found := _ABBREVIATION.match(word):
		initials = [_PAIRS.get(one) or _LETTERS[one] for one in re.findall("sh|ch|.", found[0].lower())]
		return "".join(initials).upper() + _cased(word[found.end() :])
	lower = word.lower()
	known = _known_start(lower)
	start = len(known)
	spelt = _like(word[:start], _WORDS[known]) if known else ""
	while start < len(word):
		taken, letters = _next(lower, start)
		spelt += _like(word[start : start + taken], letters)
		start += taken
	return spelt


def _known_start(lower: str) -> str:
	for length in range(min(len(lower), 10), 2, -1):
		start = lower[:length]
		if start in _WORDS and (start not in _WHOLE or length == len(lower)):
			return start
	return ""


def _next(word: str, at: int) -> tuple[int, str]:
	"""How many Latin letters are taken at a place of the lower-case word, and what they become."""
	pair, before = word[at : at + 2], word[at - 1 : at] if at else ""
	if pair[:1] == "'":
		return 1, _apostrophe(word, at)
	if pair == "ts" and _is_ts(word, at):
		return 2, "ц"
	if pair in _PAIRS and not (pair[0] == "y" and word[at + 1 : at + 3] == "o'"):
		soft = pair == "ye" and before != "" and before not in _VOWELS and before != "'"
		return 2, "ье" if soft else _PAIRS[pair]
	if pair[:1] == "e" and (before == "" or before in _VOWELS):
		return 1, "э"
	return 1, _LETTERS[pair[0]]


def _apostrophe(word: str, at: int) -> str:
	"""*Tutuq belgisi* inside a word is ъ; between s and h it only parts them; at the end it is a quote."""
	if at + 1 == len(word):
		return "'"
	return "" if word[at - 1] == "s" and word[at + 1] == "h" else "ъ"


def _is_ts(word: str, at: int) -> bool:
	"""ц stands at the start of a word and before e or i of borrowed words, not where -sin, -siz, -sa is added to a t."""
	after = word[at + 2 :]
	return at == 0 or (after.startswith(("e", "i")) and not after.startswith(("in", "iz")))


def _like(source: str, letters: str) -> str:
	"""The letters in the case of what they stand for."""
	if source.isupper() and ((len(source) > 1 and source[1:].isupper()) or len(letters) == 1):
		return letters.upper()
	return letters[:1].upper() + letters[1:] if source[:1].isupper() else letters


_FOLD = {
	**dict(zip("абвгдезийклмнопрстуфхыэғқҳў", "abvgdeziyklmnoprstufhiegkho", strict=True)),
	**{"ж": "j", "ц": "s", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": ""},
	**{"ё": "yo", "ю": "yu", "я": "ya", "ң": "n", "ә": "a", "ө": "o", "ү": "u", "і": "i"},
	**{"q": "k", "x": "h", "w": "v", "ı": "i"},
	# ö and ğ are what is left of them without their marks, as oʻ and gʻ are
	**{"ş": "sh", "ș": "sh", "ç": "ch"},
	"№": " ",  # a sign, which would fall apart into two letters
}
_ALIKE = str.maketrans("qxuw", "khov")


def part_key(text: str) -> str:
	"""What a part of a text is found by: its letters are folded one by one, so that the key of every part stands in the key of the whole.

	Script, case, marks and apostrophes make no difference, as in `search_key`. Spellings of two letters that this folds besides (ts,
	ye) stay: who has typed one letter of the two would find nothing.
	"""
	return " ".join(re.findall(r"[a-z0-9]+", _folded(text)))


def search_key(text: str) -> str:
	"""One key for the spellings of a name: o', oʻ, o‘, o`, ö, o without; ş and sh; Uzbek and Russian Cyrillic; any case.

	Folds what differs between the scripts: u and o' (Bo'ronov, Бўронов, Буронов), q and k, x and h, g' and g, ts and s,
	dj and j, ye and e. Two people may share a key; it finds candidates and decides nothing. Words part by one space.
	"""
	key = _folded(text)
	for spelling, folded in (("zh", "j"), ("dj", "j"), ("kh", "h"), ("ts", "s"), ("ye", "e"), ("iy", "i")):
		key = key.replace(spelling, folded)
	return " ".join(re.findall(r"[a-z0-9]+", key))


def _folded(text: str) -> str:
	"""Each letter by itself in one script and case, without marks and apostrophes; what is no letter stays."""
	lower = plain_apostrophes(unicodedata.normalize("NFC", text)).lower()
	latin = "".join(_FOLD.get(letter, letter) for letter in lower)
	bare = "".join(
		letter for letter in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(letter)
	)
	return bare.replace("'", "").translate(_ALIKE)


def proper_case(text: str) -> str:
	"""Words written all in capitals with one capital: `BO'RONOV` becomes `Bo'ronov`; other words stay as typed."""

	def word(found: re.Match[str]) -> str:
		letters = found[0]
		return letters.capitalize() if len(letters) > 1 and letters.isupper() else letters

	return re.sub(rf"[^\W\d_](?:[^\W\d_]|[{re.escape(APOSTROPHES)}])*", word, text)


KINSHIP = frozenset({"o'g'li", "ogli", "qizi", "ўғли", "қизи", "углы", "кызы", "ugli", "kizi"})
_INITIAL = re.compile(r"(?:[OoGg]'|[Ss][Hh]|[Cc][Hh]|[Yy][OoUuAaEe](?!')|[^\W\d_])")


def surname_and_initials(full_name: str) -> str:
	"""`Bo'ronov B.B.` from surname, given name, patronymic in this order; Sh., Ch., O', G' count as one letter."""
	surname, *others = plain_apostrophes(full_name).split() or [""]
	initials = "".join(f"{_initial(part)}." for part in others if plain(part).lower() not in KINSHIP)
	return f"{proper_case(surname)} {initials}".strip()


def _initial(part: str) -> str:
	found = _INITIAL.match(part)
	return found[0].capitalize() if found else part[0]


def fitted(full_name: str, limit: int) -> str:
	"""The name as long as it fits in so many characters: whole, then with the patronymic's initial, then initials, then cut."""
	words = full_name.split()
	shorter = " ".join(words)
	if len(shorter) <= limit:
		return shorter
	with_initial = " ".join(words[:2]) + "".join(
		f" {_initial(plain_apostrophes(part))}." for part in words[2:3]
	)
	if len(words) > 2 and len(with_initial) <= limit:
		return with_initial
	return surname_and_initials(full_name)[:limit].rstrip()
