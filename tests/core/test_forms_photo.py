"""A field of the kind Photo: a file whose limits are those of the picture that comes in, and whose answer is a JPEG."""

import pytest

from esaylov.core.forms import FormDefinition, Kind, check, files_in, read_definition, to_json_schema
from esaylov.core.forms.checking import Attached, Context

SHA256 = "ab" * 32
PHOTO = {
	"name": "photo",
	"kind": "Photo",
	"label": {"uz": "Surat"},
	"file": {"kinds": ["image/png"], "maximum_bytes": 5},
	"minimum": 102_400,
}


@pytest.fixture
def form() -> FormDefinition:
	return read_definition({"code": "T1", "version": 1, "fields": [PHOTO]})


def test_its_answer_is_the_hash_of_a_file(form):
	schema = to_json_schema(form)["properties"]["photo"]
	assert schema["pattern"] == "^[0-9a-f]{64}$"
	assert schema["x-file"] == {"kinds": ["image/png"], "maximum_bytes": 5}
	assert [use.path for use in files_in(form, {"photo": SHA256})] == ["photo"]


@pytest.mark.parametrize(
	("media_type", "codes"),
	[("image/jpeg", []), ("image/png", ["file_kind"]), ("application/pdf", ["file_kind"])],
)
def test_what_is_kept_is_a_jpeg_of_any_size(form, media_type, codes):
	context = Context(attachments={SHA256: Attached(media_type, 40_000)})
	assert [finding.code for finding in check(form, {"photo": SHA256}, context)] == codes


def test_a_photo_that_nobody_attached_is_missing(form):
	found = check(form, {"photo": SHA256}, Context(attachments={}))
	assert [finding.code for finding in found] == ["file_missing"]


def test_the_kinds_that_hold_a_file():
	assert {kind for kind in Kind if kind.is_file} == {Kind.FILE, Kind.PHOTO}
