"""The letters of the reform of 2026: there and back, found, compared, sorted, in an SMS."""

from functools import cache
from itertools import combinations, product

import pytest
from factories.spellings import KINDS, neighbour, people, spellings
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.formats import language, sms
from esaylov.core.forms.tables import key_of
from esaylov.core.people import letters, names
from esaylov.core.people.name_comparison import compared_words, is_same_name, is_within
from esaylov.core.people.search import Names, loose_words

PAIRS = 2_000
UZBEK = st.lists(
	st.sampled_from(
		[*"abdefghijklmnopqrstuvxyz", "oʻ", "gʻ", "sh", "ch", "ʼ", " ", "O", "Gʻ", "Sh", "SH", "Oʻ"]
	)
).map("".join)


@pytest.mark.parametrize(
	("old", "new"),
	[
		("Oʻzbekiston", "Özbekiston"),
		("Qoraqalpogʻiston", "Qoraqalpoğiston"),
		("OʻZBEKISTON SHAHAR", "ÖZBEKISTON ŞAHAR"),
		("Shavkat Choriyev, Gʻ.Oʻ. Sh.", "Şavkat Çoriyev, Ğ.Ö. Ş."),
		("Isʼhoq", "Isʼhoq"),
		("saʼdulla togʻ", "saʼdulla toğ"),
		("AQSH", "AQŞ"),
		("singil", "singil"),
		("{shahar_nomi} shahri", "{shahar_nomi} şahri"),
		("SHA-256 xeshi", "SHA-256 xeşi"),
		("", ""),
	],
)
def test_the_letters_of_one_alphabet_in_the_other(old, new):
	assert letters.in_2026(old) == new
	assert letters.in_1995(new) == old


@pytest.mark.parametrize("sign", names.APOSTROPHES)
def test_each_apostrophe_becomes_the_letter(sign):
	assert names.to_new_letters(f"O{sign}g{sign}iloy, to{sign}g{sign}ri, a{sign}zo") == "Öğiloy, töğri, aʼzo"


@given(UZBEK)
def test_there_and_back_is_the_same(text):
	printed = names.uzbek_letters(text)
	new = letters.in_2026(printed)
	assert letters.in_1995(new).casefold() == printed.casefold()
	assert letters.in_2026(letters.in_1995(new)) == new or any(word in printed for word in letters.KEPT)
	assert names.search_key(new) == names.search_key(printed)
	assert names.to_cyrillic(new).casefold() == names.to_cyrillic(printed).casefold()
	assert names.plain(new).casefold() == names.plain(printed).casefold()
	assert letters.sort_key(new) == letters.sort_key(printed)


@given(st.text())
def test_any_text_is_taken(text):
	old = letters.in_1995(text)
	assert letters.in_1995(old) == old
	assert not set(old) & set("öğşçÖĞŞÇ")
	assert names.search_key(text).isascii()
	is_same_name(text, old)


@pytest.mark.parametrize(
	("typed", "stored"), [("s\u0327ahar", "shahar"), ("O\u0308zbek", "Oʻzbek"), ("șahar", "shahar")]
)
def test_a_letter_with_its_mark_apart_and_a_look_alike_are_the_letter(typed, stored):
	assert letters.in_1995(typed) == stored
	assert names.search_key(typed) == names.search_key(stored)
	assert key_of(typed) == key_of(stored)


def test_two_letters_that_meet_are_no_letter():
	"""What the mark parts stays parted in each script; without it nobody can know, and one key finds both."""
	assert names.to_cyrillic("Isʼhoq Işoq") == "Исҳоқ Ишоқ"
	assert letters.in_2026("Isʼhoq asʼhob") == "Isʼhoq asʼhob"
	assert names.search_key("Ishoq") == names.search_key("Isʼhoq") == names.search_key("Işoq")
	assert names.to_new_letters("mo''jiza noo'rin") == "mo''jiza noörin"


@pytest.mark.parametrize(
	("full_name", "short"),
	[
		("Karimov Şerzod Uluğbek öğli", "Karimov Ş.U."),
		("Örinova Öğiloy Ğani qizi", "Örinova Ö.Ğ."),
		("ÇORIYEV ÇORI", "Çoriyev Ç."),
	],
)
def test_initials_are_one_letter(full_name, short):
	assert names.surname_and_initials(full_name) == short


def test_they_are_sorted_where_those_stand_for_which_they_are_written():
	order = ["Salim", "Tohir", "Zafar", "Oʻktam", "Gʻani", "Sherzod", "Chori"]
	new = [letters.in_2026(name) for name in order]
	assert sorted(reversed(order), key=letters.sort_key) == order
	assert sorted(reversed(new), key=letters.sort_key) == new


def test_an_sms_has_the_letters_of_1995():
	text = sms.render(
		"Hurmatli {name}! Töğri: {reason}", {"name": "Şavkat", "reason": "Ğ. Çoriyev, Özbekiston"}
	)
	assert text == "Hurmatli Shavkat! To'g'ri: G'. Choriyev, O'zbekiston"
	assert (sms.is_gsm7(text), sms.parts(text)) == (True, 1)
	assert sms.render("Имя: {name}", {"name": "Şavkat"}) == "Имя: Shavkat"


@pytest.mark.parametrize(("count", "parts"), [(160, 1), (161, 2), (80, 1)])
def test_the_length_of_an_sms_is_that_of_the_letters_that_are_sent(count, parts):
	"""ş takes the place of two: what is counted is what a telephone gets."""
	sent = sms.render("{text}", {"text": "ş" * (count // 2) + "a" * (count % 2)}, {})
	assert (len(sent), sms.parts(sent)) == (count, parts)
	assert sms.parts("ş" * (count // 2)) == (1 if count <= 140 else 2)


def test_a_pattern_finds_both_alphabets():
	assert names.patterns("%Shavkat%") == ["%Shavkat%", "%Şavkat%"]
	assert names.patterns("%Şavkat%") == ["%Shavkat%", "%Şavkat%"]
	assert names.patterns("%o'rin") == ["%o_rin", "%örin"]
	assert names.patterns("%Karim") == ["%Karim"]


@cache
def held() -> tuple[dict[str, str], ...]:
	"""2,000 people, each in five spellings."""
	return tuple(spellings(name) for name in people(PAIRS))


def wrong(pair: tuple[str, str]) -> list[tuple[str, str]]:
	found = [(one[pair[0]], one[pair[1]]) for one in held()]
	return [
		(one, other) for one, other in found if not (is_same_name(one, other) and is_same_name(other, one))
	]


@pytest.mark.parametrize("pair", list(combinations(KINDS, 2)), ids=" and ".join)
def test_one_person_in_two_spellings_is_the_same(pair):
	assert len(held()) == PAIRS
	assert wrong(pair) == []


@pytest.mark.parametrize("place", [0, 1, 2], ids=["surname", "given name", "father"])
def test_another_person_who_is_written_almost_alike_is_not(place):
	"""In each two of the five spellings, for a person of ten; `full` asks all."""
	assert alike(people(PAIRS)[::10], place) == []


@pytest.mark.full
@pytest.mark.parametrize("place", [0, 1, 2], ids=["surname", "given name", "father"])
def test_none_of_two_thousand_is_their_neighbour(place):
	assert alike(people(PAIRS), place) == []


def alike(names_of: list, place: int) -> list[tuple[str, str]]:
	taken = []
	for name in names_of:
		one, other = spellings(name), spellings(neighbour(name, place))
		taken += [pair for pair in product(one.values(), other.values()) if is_same_name(*pair)]
	return taken


def test_the_index_finds_a_name_in_each_spelling():
	index = Names((str(place), one["1995"]) for place, one in enumerate(held()[:200]))
	words = {key: loose_words(one["1995"]) for key, one in enumerate(held()[:200])}
	lost = [
		one[kind]
		for place, one in enumerate(held()[:200])
		for kind in KINDS
		if not any(words[int(found)] == words[place] for found in index.find(one[kind], 3))
	]
	assert lost == []


def test_twins_are_two():
	assert not is_same_name("Karimov Hasan", "Karimov Husan")
	assert not is_same_name("Каримов Хасан", "Karimov Husan")
	assert not is_same_name("王偉", "李娜")
	assert is_same_name("王 偉", " 王  偉")
	assert not is_same_name("王偉", "Karimov")
	assert is_same_name("Kadyrov Ibragim Gulyamovich", "Qodirov Ibrohim Gʻulomovich")
	assert is_same_name("Джураев Дзержинский", "Joʻrayev Dzerjinskiy")
	assert not is_same_name("Karimov", "Karimov Ali")


def test_a_part_of_a_name_names_in_any_order():
	assert is_within("Şavkat Boʻronov Vali öğli", "BO'RONOV SHAVKAT")
	assert not is_within("Şavkat", "BO'RONOV SHAVKAT")
	assert not is_within("", "")
	assert not is_within("Şavkat", "")
	assert compared_words("Ўғил") == compared_words("Öğil") == compared_words("o`g`il")


def test_rows_are_sorted_as_readers_know_their_alphabet():
	rows = [
		{"title_uz": title, "title_ru": title}
		for title in ("Shofirkon", "Samarqand", "Zomin", "Gʻijduvon", "Gurlan")
	]
	in_uzbek = ["Gurlan", "Samarqand", "Zomin", "Gʻijduvon", "Shofirkon"]
	for code in ("uz", "uz-2026", "kaa"):
		found = sorted(rows, key=lambda row, code=code: language.in_order(row, "title", code))
		assert [row["title_uz"] for row in found] == in_uzbek
	found = sorted(rows, key=lambda row: language.in_order(row, "title", "ru"))
	assert [row["title_ru"] for row in found] == sorted(in_uzbek)
