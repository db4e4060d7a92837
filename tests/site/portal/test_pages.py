"""Texts of the portal: what is being written is nobody's yet, what is published stays until the next, and no HTML comes in."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from esaylov.framework.errors import LawBroken
from esaylov.identity.roles import DESK
from esaylov.portal import participant as view
from esaylov.portal.editorial import markup
from esaylov.portal.editorial.participants import Participant, Section
from esaylov.portal.editorial.texts import texts_of
from esaylov.setup import shipped_write

VIDEOS = {"doctype": "Public Page", "participant": "parties", "section": "videos", "title_uz": "Videolar"}


@pytest.fixture
def page():
	return frappe.get_doc({**VIDEOS, "body_uz": "Birinchi matn"}).insert()


def on_portal() -> str:
	texts = texts_of(Participant.PARTIES)
	return texts.sections[Section.VIDEOS]["body_uz"] if Section.VIDEOS in texts.sections else ""


def published(document):
	apply_workflow(document, "Check")
	return apply_workflow(frappe.get_doc(document.doctype, document.name), "Publish")


def test_every_page_has_its_texts_from_the_first_day():
	for participant in Participant:
		texts = texts_of(participant)
		assert Section.GENERAL in texts.sections
		assert (Section.GUIDE in texts.sections) == (participant in view.WITH_GUIDE)
		assert len(texts.acts) >= 2
		assert len(texts.questions) >= 4
		for content in (*texts.sections.values(), *texts.acts, *texts.questions):
			assert content["source_mark"]


def test_a_draft_is_not_on_the_portal_and_a_published_text_is(page):
	assert on_portal() == ""
	published(page)
	assert on_portal() == "Birinchi matn"


def test_while_a_text_is_being_changed_the_published_one_stays(page):
	published(page)
	draft = apply_workflow(frappe.get_doc("Public Page", page.name), "Change")
	draft.body_uz = "Ikkinchi matn"
	draft.save()
	assert on_portal() == "Birinchi matn"
	published(draft)
	assert on_portal() == "Ikkinchi matn"


def test_the_preview_shows_the_draft_in_the_place_of_what_is_published(page):
	published(page)
	draft = apply_workflow(frappe.get_doc("Public Page", page.name), "Change")
	draft.body_uz = "Qoralama"
	draft.save()
	texts = texts_of(Participant.PARTIES, draft)
	assert texts.sections[Section.VIDEOS]["body_uz"] == "Qoralama"
	assert on_portal() == "Birinchi matn"


def test_a_withdrawn_text_is_gone_from_the_portal(page):
	document = published(page)
	apply_workflow(document, "Withdraw")
	assert on_portal() == ""


@pytest.mark.parametrize("steps", [["Check"], ["Check", "Publish"]])
def test_a_text_that_is_no_draft_is_not_changed(page, steps):
	for step in steps:
		apply_workflow(frappe.get_doc("Public Page", page.name), step)
	document = frappe.get_doc("Public Page", page.name)
	document.body_uz = "Yashirin o'zgarish"
	with pytest.raises(LawBroken) as refused:
		document.save()
	assert refused.value.code == "not_a_draft"


def test_a_draft_is_not_published_unchecked(page):
	page.status = "Published"
	with pytest.raises(frappe.ValidationError):
		page.save()


def test_a_new_release_renews_a_text_that_nobody_changed():
	name = frappe.db.get_value("FAQ", {"for_voters": 1})
	shipped_write.update("FAQ", name, {"doctype": "FAQ", "name": name, "answer_uz": "Yangi javob"})
	assert "Yangi javob" in [row["answer_uz"] for row in texts_of(Participant.VOTERS).questions]


@pytest.mark.parametrize(
	("markdown", "has", "lacks"),
	[
		("<script>alert(1)</script>", "&lt;script&gt;", "<script"),
		('<img src=x onerror="alert(1)">', "&lt;img", "<img"),
		("[ochish](javascript:alert(1))", "ochish", "javascript:"),
		("**qalin** va [havola](/uz/track)", "<strong>qalin</strong>", "<b>"),
		("## Sarlavha", "<h3>Sarlavha</h3>", "<h2"),
		("{{ 7*7 }} {% raw %}", "{{ 7*7 }}", "49"),
	],
)
def test_only_what_markdown_makes_is_markup(markdown, has, lacks):
	html = markup.to_html(markdown)
	assert has in html
	assert lacks not in html


@pytest.mark.parametrize("unit", ["[a](", "[", "|a", "``", "\\", "a\n=\n"])
def test_a_text_that_would_take_minutes_stands_as_it_was_typed(unit):
	text = f"**a** {unit * (32_000 // len(unit))}"  # the library would make it bold
	assert markup.to_html(text) == f"<p>{text}</p>"


def test_lists_in_lists_without_end_stand_as_they_were_typed():
	"""The library calls itself for each level; the page answered 500."""
	text = "\n".join(f"{'  ' * level}- a" for level in range(400))
	assert markup.to_html(f"**a**\n{text}") == f"<p>**a**\n{text}</p>"


def test_an_address_of_a_text_leads_to_the_language_of_the_page():
	texts = texts_of(Participant.VOTERS)
	for language in ("uz", "uz-Cyrl", "ru", "en", "kaa"):
		request = view.PortalRequest(language, "for/voters", is_public=True)
		html = view.text_of(request, texts.sections[Section.GENERAL], "title", "body").html
		assert f'href="/{language}/station"' in html


def test_who_takes_steps_in_the_desk_reads_the_workflow_and_changes_nothing_of_it():
	rows = frappe.get_all("Custom DocPerm", {"parent": "Workflow"}, ["role", "read", "write", "create"])
	rights = {row.role: (row.read, row.write, row.create) for row in rows}
	assert rights.pop("System Manager") == (1, 1, 1)
	assert rights == {role.value: (1, 0, 0) for role in DESK}
