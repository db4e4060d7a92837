"""The canonical bytes."""

import json
from collections import OrderedDict
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.records import payload
from esaylov.core.records.payload import (
	Applicant,
	AttachmentHash,
	DecidedRow,
	PayloadInvalid,
	appeal_payload,
	canonical,
	decision_payload,
)

LARGEST = 2**53 - 1
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
	st.none()
	| st.booleans()
	| st.integers(-LARGEST, LARGEST)
	| st.text(st.characters(exclude_categories=["Cs"])),
	lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
	max_leaves=12,
)


@given(values)
def test_canonical_bytes_read_back_to_the_same_value_and_bytes(value):
	written = canonical(value)
	assert json.loads(written) == value
	assert canonical(json.loads(written)) == written


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6))
def test_a_list_of_texts_alone_is_written_as_one_beside_other_values(texts):
	assert canonical([*texts, None]) == canonical(texts)[:-1] + (b",null]" if texts else b"null]")


@given(st.dictionaries(keys, st.integers(-9, 9), max_size=6))
def test_the_order_of_keys_does_not_matter(value):
	assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize(
	("value", "written"),
	[
		({"b": 1, "a": [True, None, "ў"]}, '{"a":[true,null,"ў"],"b":1}'.encode()),
		(
			'\u0000\u001f\b\t\n\f\r"\\/\u007f\u2028',
			b'"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\x7f\xe2\x80\xa8"',
		),
		({"B": 0, "a": 0, "A": 0, "_": 0}, b'{"A":0,"B":0,"_":0,"a":0}'),
		([-LARGEST, LARGEST], b"[-9007199254740991,9007199254740991]"),
		({}, b"{}"),
		([], b"[]"),
		(["a", '\u0001"\\\n/\u2028', "ў", "😀"], '["a","\\u0001\\"\\\\\\n/\u2028","ў","😀"]'.encode()),
	],
)
def test_the_forms_of_rfc_8785(value, written):
	assert canonical(value) == written


class Word(StrEnum):
	"""A subclass of str."""

	A = "a"


def nested(depth: int) -> list[object]:
	value: list[object] = []
	for _ in range(depth):
		value = [value]
	return value


@pytest.mark.parametrize(
	("value", "code"),
	[
		(1.0, "payload_number"),
		({"a": [0.5]}, "payload_number"),
		(float("nan"), "payload_number"),
		(2**53, "payload_number"),
		(-(2**53), "payload_number"),
		({"ў": 1}, "payload_key"),
		({1: 1}, "payload_key"),
		({None: 1}, "payload_key"),
		({"a": "\ud800"}, "payload_text"),
		(["a", "\ud800"], "payload_text"),
		(["a", Word.A], "payload_type"),
		((1, 2), "payload_type"),
		({1, 2}, "payload_type"),
		(b"a", "payload_type"),
		(Word.A, "payload_type"),
		(OrderedDict(a=1), "payload_type"),
		(nested(40), "payload_depth"),
	],
)
def test_what_has_no_canonical_form_is_refused(value, code):
	with pytest.raises(PayloadInvalid) as refusal:
		canonical(value)
	assert refusal.value.code == code


def test_the_payload_of_an_appeal_is_frozen():
	written = appeal_payload(
		appeal="a1b2",
		appeal_type="A56",
		version=1,
		election="demo",
		recipient="DC-1726277",
		applicant=Applicant("party_district_branch", "OZLIDEP-1726277", "200000000", "10101800000009"),
		answers={"party": "OZLIDEP"},
		attachments=[AttachmentHash("party_decision", "cd"), AttachmentHash("party_decision", "ab")],
		salt="5a17",
	)
	assert written == (
		b'{"answers":{"party":"OZLIDEP"},"appeal":"a1b2","appeal_type":"A56","applicant":{"body":"OZLIDEP-1726277",'
		b'"kind":"party_district_branch","pinfl":"10101800000009","tin":"200000000"},"attachments":[{"field":'
		b'"party_decision","sha256":"ab"},{"field":"party_decision","sha256":"cd"}],"document":"appeal","election":'
		b'"demo","recipient":"DC-1726277","salt":"5a17","version":1}'
	)


def test_the_payload_of_a_decision_names_the_filing_it_decides():
	written = decision_payload(
		decision="d1",
		kind="Chair Decision",
		commission="DC-1726277",
		election="demo",
		appeal="a1b2",
		appeal_payload_sha256="ab" * 32,
		outcome="Partly Granted",
		number="3",
		decided_on="2024-10-16",
		text="Qaror",
		rows=[DecidedRow("persons[0]", "Granted"), DecidedRow("persons[1]", "Refused", "a'zo")],
	)
	read = json.loads(written)
	assert (read["document"], read["appeal_payload_sha256"]) == ("decision", "ab" * 32)
	assert [row["path"] for row in read["rows"]] == ["persons[0]", "persons[1]"]
	assert read["annuls"] == ""


def test_sha256_is_lower_case_hex():
	assert payload.sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_corrected_filing_names_its_round_and_what_it_corrects():
	filing = appeal_payload(
		appeal="a1",
		appeal_type="A56",
		version=1,
		election="demo",
		recipient="DC-1",
		applicant=Applicant("party_district_branch"),
		answers={"party": "OZLIDEP"},
		salt="5a17",
	)
	said = json.loads(payload.correction_payload(filing, "c1", "ab" * 32))
	assert (said["document"], said["correction"], said["corrects"]) == ("appeal_correction", "c1", "ab" * 32)
	assert {**said, "document": "appeal"} == {**json.loads(filing), "correction": "c1", "corrects": "ab" * 32}
