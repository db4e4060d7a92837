"""Specimens: the paper of a kind before anybody has one, and the source of a layout that a copy begins with."""

import frappe
import pytest
from factories import pictures, settled
from frappe.desk.form.load import getdoc

from esaylov.framework.errors import NotFound
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue import specimens
from esaylov.registers.certificates.papers import drawing

KINDS = (
	*("observer_party", "observer_mahalla", "observer_foreign", "media_representative", "proxy"),
	*("observer_initiative", "authorized_representative", "candidate", "commission_member", "elected_deputy"),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.full
def test_each_kind_has_a_specimen_in_made_up_words_and_nothing_is_stored(kind):
	before = frappe.db.count("Certificate")
	name, content = specimens.pdf(kind)
	said = " ".join(pictures.text(content).split())
	assert name == f"{kind}-namuna.pdf"
	for word in specimens.NAME.split():
		assert word.upper() in said.upper()
	assert frappe.get_cached_value("Certificate Kind", kind, "role_text") in said
	assert frappe.db.count("Certificate") == before


@pytest.mark.parametrize(
	("kind", "issuer", "body"),
	[
		("observer_party", "REG", "Namuna partiyasidan"),
		("observer_mahalla", "REG", "Namuna mahallasidan"),
		("observer_initiative", "REG", "Namuna tashabbuskor guruhidan"),
		("media_representative", "CEC", '"Namuna" gazetasi'),
	],
)
def test_it_names_a_commission_and_a_body_of_the_kind_and_is_marked_on_a_real_site(
	monkeypatch, kind, issuer, body
):
	monkeypatch.setitem(frappe.conf, "esaylov_demo", None)
	said = pictures.text(specimens.pdf(kind)[1])
	issuers = frappe.get_all("Election Commission", {"level": issuer}, pluck="title_uz")
	assert any(title.upper() in said.upper() for title in issuers)
	assert body in said
	assert "NAMUNA" in said.split()


def test_its_code_verifies_nothing():
	with pytest.raises(NotFound):
		verifying.verify(specimens.TOKEN)


def test_there_is_none_of_a_kind_that_is_unknown_or_has_no_print_format():
	kind = frappe.get_doc("Certificate Kind", "proxy")
	kind.print_format = ""
	settled.saved(kind)
	for name in ("proxy", "no such kind"):
		with pytest.raises(NotFound):
			specimens.pdf(name)


def opened(name: str) -> str:
	"""The HTML that the form of a print format shows."""
	getdoc("Print Format", name)
	return frappe.response.docs[-1].get("html") or ""


def test_the_form_of_a_shipped_layout_shows_its_source_so_that_a_copy_can_be_saved():
	assert not frappe.db.get_value("Print Format", "Press Certificate", "html")
	assert opened("Press Certificate") == drawing.template("Press Certificate")
	copy = frappe.copy_doc(frappe.get_doc("Print Format", "Press Certificate"))
	copy.update({"standard": "No", "html": opened("Press Certificate")})
	with (
		SETTING_UP.writing()
	):  # two administrators: tests/site/permissions/configuration/test_configuration.py
		copy.insert(set_name="Our press")
	assert opened("Our press") == drawing.template("Our press") == copy.html


def test_a_layout_of_other_papers_is_left_as_it_is():
	assert opened("Decision") == ""
