"""Which numbers are left out of a text, and which are taken for something else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from factories.profile import IS_FULL
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.people.redaction import LEFT_OUT, without_numbers, without_persons, without_secrets

ROOT = Path(__file__).resolve().parents[2]


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
		"(90) 123.45.67",
		"90 123.45.67",
		"90.123-45-67",
		"90/123-45-67",
		"90  123  45  67",
		"90 - 123 - 45 - 67",
		"901-234-567",
		"901 23 45 67",
		"90\u202f123\u201145\u221267",
		"٩٠ ١٢٣ ٤٥ ٦٧",
		"９０ １２３ ４５ ６７",
		"（９０）１２３－４５－６７",
		"90&nbsp;123&#160;45&#xa0;67",
		"90\\u00a0123\\u00a045\\u00a067",
		"90\\xa0123\\xa045\\xa067",
		"90%20123%2045%2067",
		"%2890%29+123-45-67",
		"90+123+45+67",
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
	("text", "left"),
	[
		("00998901234567, 8 10 998 90 123 45 67", "•••, •••"),
		("(+998) (90) 123-45-67", "(+•••"),
		("998 - 90 - 123 - 45 - 67", "•••"),
		("phone=%2B998%2890%29+123-45-67&n=1", "phone=%2B•••&n=1"),
		("\u202a+998\u200b90\u200b123\u200b45\u200b67\u202c", "\u202a+•••"),
		("٩٩٨٩٠١٢٣٤٥٦٧ ３０１０１８０１２３４５６７", "••• •••"),
		("АА1234567, AA № 1234567, AA%201234567", "•••, •••, •••"),
		("901234567 ga yozing\n911234567", "••• ga yozing\n•••"),
		("raqam: 901234567, yoki (911234567)", "raqam: •••, yoki (•••)"),
		("tel. 901 234 567, telefon (55) 123 45 6 7", "tel. •••, telefon (•••"),
		("mobile_no=%2B901234567", "mobile_no=%2B•••"),
		('{"note": "yozing:\\n901234567"}', '{"note": "yozing:\\n•••"}'),
		('["phone",null,"201234567"]', '["phone",null,"•••"]'),
	],
)
def test_a_number_is_found_however_it_is_typed_or_written(text, left):
	assert without_numbers(text) == left


@pytest.mark.parametrize("number", ["901234567", "90 123 45 67", "30101801234567", "998 90 123 45 67"])
@pytest.mark.parametrize("word", ["телефон", "ни", "рақамим", "oʻzi"])
def test_a_word_that_json_writes_in_signs_of_ascii_hides_no_number(word, number):
	"""The last digit of its last letter stood before the number as one of a longer number would."""
	left = without_numbers(json.dumps({"note": f"{word} {number} va"}))
	assert json.loads(left) == {"note": f"{word} {LEFT_OUT} va"}


@pytest.mark.parametrize("between", [" ", ", ", "; ", ",", " / "])
def test_of_numbers_in_line_none_stays(between):
	"""Each hid the other: what stands beside a group of digits was taken for another group of the same number."""
	numbers = ("90 123 45 67", "30101801234567", "91 765 43 21", "AA1234567", "901234567", "998935551122")
	assert without_numbers(between.join(numbers)) == between.join([LEFT_OUT] * len(numbers))


@pytest.mark.parametrize(
	("text", "left"),
	[
		('{"pinfl": 30101801234567, "n": 1}', '{"pinfl": null, "n": 1}'),
		('["phone",998901234567,998911234567]', '["phone",null,null]'),
		('{"at": 0.30101801234567, "tel": 901234567.5}', '{"at": 0.30101801234567, "tel": 901234567.5}'),
		('{"at": 3.48058823989493e+21}', '{"at": 3.48058823989493e+21}'),
		('{"of": "{\\"phone\\": 998901234567}"}', '{"of": "{\\"phone\\": null}"}'),
		('{"n": [901234567, 907654321], "m": 901234567}', '{"n": [901234567, 907654321], "m": 901234567}'),
	],
)
def test_a_number_of_json_becomes_null_and_a_fraction_stays(text, left):
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


TYPED = st.lists(
	st.sampled_from([*"0123456789 -().,:/+\"'\\[]{}", "998", "90 123 45 67", "tel", "null", "\u00a0", "%20"]),
	max_size=12,
).map("".join)
WRITTEN = st.recursive(
	TYPED
	| st.none()
	| st.booleans()
	| st.floats(allow_nan=False, allow_infinity=False)
	| st.integers(-(10**15), 10**15)
	| st.sampled_from([901234567, 998901234567, 30101801234567, -30101801234567]),
	lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(["phone", "pinfl", "n"]), one),
	max_leaves=8,
)


@given(WRITTEN, st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}]))
def test_json_is_read_again_whatever_stands_in_it(held, form):
	json.loads(without_numbers(json.dumps({"tel": held, "n": held}, **form)))


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
		('{"body": "{\\"pwd\\": \\"olma\\"}"}', '{"body": "{\\"pwd\\": \\"•••\\"}"}'),
		("'usr=x&pwd=olma&n=1', '/x?sid=0a1b2c'", "'usr=x&pwd=•••&n=1', '/x?sid=•••'"),
		("'/login?code=1a2b&state=x'", "'/login?code=•••&state=x'"),
	],
)
def test_what_lets_somebody_in_is_left_out_of_a_fault_by_its_name(text, left):
	assert without_secrets(text) == left


HOSTILE = (
	"otp",
	"password ",
	'password="',
	"pwd='\\",
	"sid=",
	"?token",
	'"a',
	"1",
	"1.",
	"90 ",
	"90 123 45 67 ",
	"998 ",
	"998(",
	"30101801234567.",
	"901234567,",
	"tel:",
	"телефон ",
	"\\",
	"\\u0039",
	"%20",
	"%",
	"&#",
	"A",
	" ",
	"[",
	'{"tel":901234567,',
)
LONG = 150_000 if IS_FULL else 40_000
ENDLESS = 120
"""Seconds of a processor: hundreds of times what all of it takes. Of a time that grows with the square one text alone takes more."""
GONE_OVER = """
import resource, sys
from esaylov.core.people.redaction import without_numbers, without_secrets
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
for part in sys.argv[3:]:
	print(repr(part), flush=True)
	without_secrets(without_numbers("{" + part * (int(sys.argv[2]) // len(part))))
"""


def test_no_text_is_gone_over_without_an_end():
	"""A fault holds whatever somebody sent; of `otp` again and again a hundred thousand signs took an hour."""
	command = [sys.executable, "-c", GONE_OVER, str(ENDLESS), str(LONG), *HOSTILE]
	done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
	assert done.returncode == 0, [*done.stdout.splitlines()[-1:], done.stderr[-500:]]
