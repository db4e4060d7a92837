"""Paths of answers in words."""

import pytest

from esaylov.core.forms import Field, Kind, place

PHOTO = Field("photo", Kind.FILE, label={"uz": "Surat", "en": "Photo"})
NAME = Field("full_name", Kind.SHORT_TEXT, label={"en": "Full name"})
FIELDS = (
	Field("party", Kind.SHORT_TEXT, label={"en": "Party"}),
	Field("persons", Kind.GROUP, label={"en": "Candidates"}, fields=(NAME, PHOTO)),
	Field("bare", Kind.SHORT_TEXT),
)
ANSWERS = {"persons": [{"full_name": "Aliyev Ali"}, {"person": {"full_name": "Valiyev Vali"}}, {}, "odd"]}


@pytest.mark.parametrize(
	("path", "words"),
	[
		("party", "Party"),
		("bare", "bare"),
		("persons[0].photo", "Candidates 1, Aliyev Ali: Photo"),
		("persons[1].full_name", "Candidates 2, Valiyev Vali: Full name"),
		("persons[2]", "Candidates 3"),
		("persons[3].photo", "Candidates 4: Photo"),
		("persons[9].photo", "Candidates 10: Photo"),
		("persons[0].unknown", "Candidates 1, Aliyev Ali"),
		("strangers[0].photo", "strangers[0].photo"),
		("persons[0].photo.more", "persons[0].photo.more"),
		("unknown", "unknown"),
	],
)
def test_a_path_is_told_in_words(path, words):
	assert place(path, FIELDS, ANSWERS, "en") == words


def test_a_person_who_is_no_object_has_no_name():
	assert place("persons[0].photo", FIELDS, {"persons": [{"person": "x"}]}, "en") == "Candidates 1: Photo"
	assert place("persons[0].photo", FIELDS, {}, "en") == "Candidates 1: Photo"
