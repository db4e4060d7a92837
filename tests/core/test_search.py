"""A name is found in any script and spelling, with one typing error, among thousands of others."""

import random

import pytest

from esaylov.core.people.search import Names, is_one_error, loose_words
from esaylov.setup.demo import names

PEOPLE, ASKED = 6_000, 600
LATIN, CYRILLIC = "abdefghijklmnopqrstuvxyz", "абвгдезийклмнопрстуфхчшэюя"


def unlike_names() -> dict[str, names.Name]:
	"""Made-up names by id, each once: a namesake is as right an answer and proves nothing."""
	by_words = {" ".join(loose_words(name.latin)): name for name in map(names.made, range(PEOPLE))}
	return {str(place): name for place, name in enumerate(by_words.values())}


@pytest.fixture(scope="module")
def people() -> dict[str, names.Name]:
	return unlike_names()


@pytest.fixture(scope="module")
def index(people) -> Names:
	return Names((key, name.latin) for key, name in people.items())


def mistyped(text: str, chance: random.Random) -> str:
	"""A letter left out, doubled by another, taken for another, or changed about with the next one."""
	places = [place for place in range(len(text) - 1) if text[place : place + 2].isalpha()]
	place = chance.choice(places)
	letter = chance.choice(LATIN if text[place].isascii() else CYRILLIC)
	before, here, after = text[:place], text[place], text[place + 1 :]
	return chance.choice(
		[
			before + after,
			before + here + letter + after,
			before + letter + after,
			before + after[0] + here + after[1:],
		]
	)


def test_99_of_100_are_among_the_first_ten_in_four_spellings_with_a_typing_error(people, index):
	chance = random.Random(8)
	keys = chance.sample(sorted(people), ASKED)
	pairs = [(key, mistyped(spelling, chance)) for key in keys for spelling in people[key].spellings]
	assert len(pairs) >= 2_000
	lost = [(people[key].latin, asked) for key, asked in pairs if key not in index.find(asked, 10)]
	assert len(lost) <= len(pairs) * 0.01, lost


def test_without_an_error_every_spelling_finds_its_name_first_among_its_equals(people, index):
	keys = random.Random(9).sample(sorted(people), ASKED)
	lost = [asked for key in keys for asked in people[key].spellings if key not in index.find(asked, 10)]
	assert lost == []


@pytest.mark.parametrize(
	"asked",
	[
		"Bo'ronov Bo'ron",
		"Boʻronov",
		"BO‘RONOV BO‘RON BO‘RONOVICH",
		"Boronov",
		"Бўронов Бўрон",
		"Буронов Бурон Буронович",
		"Бурнов",
		"bo'ronov b",
		"boron",
		"Bo'r onov",
		"Bo'ronovBo'ron",
		"Bo'ron Bo'ronov",
	],
)
def test_the_sample_of_the_booklet_is_found_as_people_write_it(asked):
	index = Names([("1", "Bo'ronov Bo'ron Bo'ronovich"), ("2", "Karimov Karim Karimovich")])
	assert index.find(asked, 10)[:1] == ["1"]


@pytest.mark.parametrize(
	("latin", "russian"),
	[
		("Qodirov Sodiq", "Кадыров Садык"),
		("Jalolov Jo'ra", "Джалалов Джура"),
		("Yo'ldoshev", "Юлдашев"),
		("G'ulomov", "Гулямов"),
		("Sayidov", "Саидов"),
		("Hojiyev", "Хаджиев"),
		("Shomurodov Shuhrat", "Шамурадов Шухрат"),
	],
)
def test_russian_transcription_has_the_words_of_the_name(latin, russian):
	assert loose_words(latin) == loose_words(russian)


def test_who_was_renamed_or_dropped_is_found_by_the_new_name_alone():
	index = Names([("1", "Karimova Lola"), ("2", "Umarov Umar")])
	index.put("1", "Rahimova Lola")
	index.drop("2")
	index.drop("nobody")
	assert index.find("Karimova Lola", 10) == []
	assert index.find("Rahimova", 10) == ["1"]
	assert index.find("Umarov", 10) == []
	assert len(index) == 1


def test_a_question_of_nothing_or_of_much_too_much_has_an_answer():
	index = Names([("1", "Karimov Karim")])
	assert index.find("", 10) == index.find("?!", 10) == []
	assert index.find("karimov " * 200, 10) == ["1"]
	assert index.find("x" * 5_000, 10) == []


def test_only_who_is_allowed_comes_back_up_to_the_limit():
	index = Names((str(place), "Karimov Karim") for place in range(30))
	assert len(index.find("karimov", 10)) == 10
	assert index.find("karimov", 10, allowed={"7"}.__contains__) == ["7"]


@pytest.mark.parametrize(
	("one", "other", "expected"),
	[
		("anvar", "anvar", True),
		("anvar", "anvr", True),
		("anvar", "anavr", True),
		("anvar", "anwar", True),
		("anvar", "anvarx", True),
		("anvar", "navra", False),
		("anvar", "anv", False),
		("ab", "cd", False),
	],
)
def test_one_error_is_told_from_two(one, other, expected):
	assert is_one_error(one, other) is is_one_error(other, one) is expected
