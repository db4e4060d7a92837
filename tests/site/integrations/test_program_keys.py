"""Keys by which the E-IMZO program knows the site: those that are documented, and those that an administrator enters."""

import frappe
import pytest
from fakes.eimzo_plugin import is_key_of

from esaylov.framework.errors import FormInvalid
from esaylov.trust import program_keys
from esaylov.trust import program_keys as keys

SETTINGS = "E-IMZO Settings"
KEY = "DE" * 64


def entered(text: str) -> None:
	settings = frappe.get_doc(SETTINGS)
	settings.program_keys = text
	keys.check_program_keys(settings)
	frappe.db.set_single_value(SETTINGS, "program_keys", text)
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def test_the_documented_keys_are_the_vendors():
	found = program_keys.program_keys()
	pairs = dict(zip(found[::2], found[1::2], strict=True))
	assert pairs.keys() >= {"localhost", "127.0.0.1"}
	assert all(is_key_of(domain, pairs[domain]) for domain in ("localhost", "127.0.0.1"))
	assert not is_key_of("saylov.example", pairs["localhost"])


def test_what_an_administrator_enters_is_handed_over_too():
	entered(f"saylov.example {KEY.lower()}\n\n  test.saylov.example\t{KEY}  \n")
	found = program_keys.program_keys()
	assert found[-4:] == ["saylov.example", KEY, "test.saylov.example", KEY]


@pytest.mark.parametrize(
	"text",
	["saylov.example", f"saylov.example {KEY[:-1]}", f"https://saylov.example {KEY}", f'x"y {KEY}', KEY],
)
def test_a_line_that_is_no_domain_with_its_key_is_refused(text):
	with pytest.raises(FormInvalid) as refused:
		entered(text)
	assert [finding.code for finding in refused.value.findings] == ["eimzo_program_key"]
