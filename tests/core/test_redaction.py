"""Which numbers are left out of a text, and which are taken for something else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.redaction import LEFT_OUT, without_numbers, without_persons, without_secrets


@pytest.mark.parametrize(
	("text", "left"),
	[
		("{'pinfl': '30101801234567', 'n': 12345}", "{'pinfl': '•••', 'n': 12345}"),
		("+998901234567 AA1234567", "+••• •••"),
		("0x7f3010180123456789 AAA1234567 line 99890", "0x7f3010180123456789 AAA1234567 line 99890"),
		("'+998 (90) 123-45-67', '998 90 1234567'", "'+•••', '•••'"),
		("aa1234567 and AA 1234567", "••• and •••"),
		("3 010180 123 4567, 30101-80-1234567", "•••, •••"),
		("DC-1726277 of 2026-11-28 07:04:26.123456", "DC-1726277 of 2026-11-28 07:04:26.123456"),
		(
			"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]",
			"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]",
		),
	],
)
def test_numbers_of_persons_are_left_out_and_nothing_else(text, left):
	assert without_numbers(text) == left


@pytest.mark.parametrize(
	"number",
	[
		"90 123 45 67",
		"90 123-45-67",
		"90-123-45-67",
		"90-123-4567",
		"90 1234567",
		"90 123 4567",
		"90 12 34 567",
		"(90) 123-45-67",
		"(90)1234567",
		"(90)123 45 67",
		"90\u00a0123\u00a045\u00a067",
		"90–123–45–67",
		"8 90 123 45 67",
		"8-90-123-45-67",
		"(71) 239 12 34",
		"33 123 45 67",
	],
)
@pytest.mark.parametrize("around", ["{}", "Telefoni {}.", "'{}'", '["{}", "Ali"]', "x = {}\n", "({})"])
def test_a_phone_in_groups_is_left_out_wherever_it_stands(number, around):
	left = without_numbers(around.format(number))
	assert left == around.format(LEFT_OUT)


@pytest.mark.parametrize(
	("text", "left"),
	[
		("{'phone': '901234567'}", "{'phone': '•••'}"),
		('{"changed": [["phone", "901234567", "(93) 765-43-21"]]}', '{"changed": [["phone", "•••", "•••"]]}'),
		('"{\\"mobile_no\\": \\"901234567\\"}"', '"{\\"mobile_no\\": \\"•••\\"}"'),
		("phone = 901234567", "phone = •••"),
		('{"applicant_phone": 901234567, "n": 7}', '{"applicant_phone": null, "n": 7}'),
		("Telefon: 111234567, tel 201234567", "Telefon: •••, tel •••"),
		("тел. 901234567", "тел. •••"),
		("menga 901234567 ga yozing", "menga ••• ga yozing"),
		("<td>901234567</td>", "<td>•••</td>"),
		("'90 123 45 67 va 91 765-43-21'", "'••• va •••'"),
	],
)
def test_nine_digits_are_left_out_where_a_phone_is_likely(text, left):
	assert without_numbers(text) == left


@pytest.mark.parametrize(
	"text",
	[
		"rows = 901234567",
		"{'size': 901234567, 'n': [901234567, 907654321]}",
		"'stir': '201234567'",
		"'tin': '302345678'",
		"STIR 305 123 456",
		"90.123.45.67 and 10.90.123.45",
		"2026-11-28 07:04:26, 20-11-2026 07:04, 20.11.2026",
		"took 0.901234567 s",
		"0x901234567, a901234567b, id-901234567",
		"90 123 456 so'm, 95 000 000",
		"20 100 20 30 40 50 60",
		"1 90 123 45 67 8",
		'File "x.py", line 901, in f',
		"[90, 123, 45, 67]",
		"A56-2026-000123456",
		"/files/901234567.pdf",
		"version 16.9.0, 15.92.0",
	],
)
def test_what_only_looks_alike_stays(text):
	assert without_numbers(text) == text


@given(st.text(max_size=300))
def test_what_is_left_is_left_again(text):
	left = without_numbers(text)
	assert without_numbers(left) == left


@given(
	st.integers(10**8, 10**9 - 1),
	st.recursive(st.text("abo'\" \\", max_size=9), lambda one: st.lists(one, max_size=3)),
)
def test_json_stays_json(number, around):
	text = json.dumps(
		{
			"phone": str(number),
			"mobile": number,
			"other": around,
			"at": number,
			"tel": json.dumps({"phone": number}),
		}
	)
	assert json.loads(without_numbers(text)).keys() == json.loads(text).keys()


def test_the_phone_of_an_office_may_stay():
	text = "{'phone': '+998712391234', 'pinfl': '30101801234567'}"
	assert without_persons(text) == "{'phone': '+998712391234', 'pinfl': '•••'}"


@pytest.mark.parametrize(
	("text", "left"),
	[
		("      new_password = 'olma'\n      user = 'x'", "      new_password = '•••'\n      user = 'x'"),
		('old_password = "a\'b"', 'old_password = "•••"'),
		("{'pwd': 'it\\'s', 'usr': 'x'}", "{'pwd': '•••', 'usr': 'x'}"),
		("sid = '0a1b2c'", "sid = '•••'"),
		('{"otp": "123456", "side": "left"}', '{"otp": "•••", "side": "left"}'),
		("code = '4821 9931 0042 7716'", "code = '•••'"),
		("code = 'not_permitted'", "code = 'not_permitted'"),
		("password = None", "password = None"),
	],
)
def test_what_lets_somebody_in_is_left_out_of_a_fault_by_its_name(text, left):
	assert without_secrets(text) == left
