"""SMS: rendering and parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.formats import placeholders, sms
from esaylov.core.formats.sms import TemplateInvalid

S36 = "E-saylov: siz {party}dan kuzatuvchi etib ro'yxatga olindingiz. Mandat No {cert}, {area}."


@pytest.mark.parametrize(
	("text", "parts"),
	[
		("", 1),
		("a" * 160, 1),
		("a" * 161, 2),
		("a" * 306, 2),
		("a" * 307, 3),
		("я" * 70, 1),
		("я" * 71, 2),
		("я" * 134, 2),
		("я" * 135, 3),
		("€" * 80, 1),
		("€" * 81, 2),
		("a" * 158 + "€", 1),
		("a" * 159 + "€", 2),
		("a" * 152 + "€" + "a" * 152, 3),  # the euro does not stand across two parts
		("a" * 151 + "€" + "a" * 153, 2),
		("🙂" * 35, 1),
		("🙂" * 36, 2),
		("я" * 66 + "🙂" + "я" * 66, 3),
		("a" * 70 + "ʻ", 2),
		("\n\r{}[]~|^\\", 1),
	],
)
def test_parts(text, parts):
	assert sms.parts(text) == parts


@given(st.text())
def test_parts_grow_with_the_text(text):
	assert sms.parts(text) <= sms.parts(text + "a") <= sms.parts(text) + 1 or not sms.is_gsm7(text)


@pytest.mark.parametrize(
	("text", "fits"), [("o'g'il @£$ àñ", True), ("oʻgʻil", False), ("«»", False), ("ç", False)]
)
def test_the_alphabet_of_gsm(text, fits):
	assert sms.is_gsm7(text) is fits


def test_values_are_put_in_and_cut():
	values = {"party": "O‘zLiDeP", "cert": "001", "area": "Shayxontohur tumani va yana bir joy"}
	text = sms.render(S36, values)
	assert text == (
		"E-saylov: siz O'zLiDePdan kuzatuvchi etib ro'yxatga olindingiz. Mandat No 001, Shayxontohur tumani va y."
	)
	assert sms.is_gsm7(text)
	assert sms.parts(text) == 1


def test_limits_are_an_argument_and_a_cut_leaves_no_space():
	assert (
		sms.render("{place}|{other}", {"place": "ab cd", "other": "x" * 50}, {"place": 3}) == "ab|" + "x" * 50
	)


def test_quotes_dashes_and_line_ends_become_plain():
	assert sms.render("{reason}", {"reason": " «a» –\u00a0b…\nc "}) == '"a" - b... c'


@pytest.mark.parametrize(
	("values", "code"),
	[({}, "sms_value_missing"), ({"cert": "123456789"}, "sms_value_too_long")],
)
def test_half_a_number_is_never_sent(values, code):
	with pytest.raises(TemplateInvalid) as refusal:
		sms.render("{cert}", values)
	assert (refusal.value.code, refusal.value.name) == (code, "cert")


def test_values_are_not_read_as_templates():
	assert sms.render("{name} {n}", {"name": "{n}", "n": "1"}) == "{n} 1"


def test_names_of_places_come_once_in_order():
	assert placeholders.names("{b} {a} {b} {1} {A}") == ["b", "a"]


def test_a_value_never_makes_a_latin_text_longer_than_counted():
	text = sms.render("Sabab: {reason}", {"reason": "Ёши етмаган, naïve №5 🙂"})
	assert sms.is_gsm7(text)
	assert text.startswith("Sabab: Yoshi yetmagan, naive No5")
	assert sms.render("Причина: {reason}", {"reason": "Ёши"}) == "Причина: Ёши"


@given(st.text())
def test_gsm7_of_any_text_is_gsm7(text):
	assert sms.is_gsm7(sms.gsm7(text))


def test_the_longest_text_has_the_longest_values():
	assert len(sms.longest(S36)) == len(S36) - len("{party}{cert}{area}") + 16 + 8 + 24
	assert sms.parts(sms.longest(S36)) == 1
	assert sms.longest("№{n} {strange}") == "№яяяяяяяяяя {strange}"
