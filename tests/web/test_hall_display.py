"""The display in the hall of a session, by its link alone: each word on it is one of a closed list, and the link opens nothing else."""

import html
import json
import re
from pathlib import Path

import pytest
from factories import halls
from factories.http import Client

from esaylov.core.formats.language import LANGUAGES

pytestmark = pytest.mark.web
TEXTS = Path(__file__).parents[2] / "esaylov" / "portal" / "texts" / "uz.json"
WORD = re.compile(r"[^\W\d_]+(?:[ʻʼ'][^\W\d_]+)*")
MAKE = """
from esaylov.framework import titles
filing.start_anew()
session, item = make.on_vote()
frappe.set_user(make.CHAIR)
speaking.begin(session, make.person(make.MEMBER), '', item)
speaking.enter(session, 'Karimov Anvarning arizasi')
make.all_vote(session, item, ['For', 'For', 'Against', 'Abstained', 'For'])
frappe.set_user(make.CHAIR)
if given['is_closed']:
	counting.close_item(item)
frappe.db.set_value('Agenda Item', make.own_question(session), 'title', 'Karimov Anvar haqida')
frappe.local.lang = 'uz'
appeal = frappe.get_doc('Appeal', make.stored(item).appeal)
named = titles.of([('Election Commission', make.COMMISSION), ('Appeal Type', appeal.appeal_type)])
said = [appeal.number, *(title for of in named.values() for title in of.values())]
answer = {'token': sessions_display.show(session), 'session': session, 'item': item, 'appeal': appeal.name, 'said': said}
"""
"""A session with everything in it that may name somebody: speaker, minute, votes, an applicant, a question that was typed."""
READ = ("hall.state", "sessions.session_state", "sessions.protocol_payload", "papers.protocol")
WRITTEN = {
	"hall.enter_minute": {"text": "Sinov"},
	"hall.begin_speech": {"name": "Sinov"},
	"hall.show_display": {},
	"hall.hide_display": {},
	"decisions.open_session": {},
	"decisions.vote": {"votes": [], "signature": "MAAA"},
	"sessions.close_session": {},
}
REFUSED = (401, 403, 404)


def words(markup: str) -> set[str]:
	"""What a person reads of a page, and what is read aloud of it."""
	spoken = re.findall(r'(?:aria-label|title|alt|content)="([^"]*)"', markup)
	shown = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", markup, flags=re.DOTALL)
	return set(WORD.findall(html.unescape(" ".join([shown, *spoken]))))


def known(*beginnings: str) -> set[str]:
	"""The words of our own texts."""
	texts = json.loads(TEXTS.read_text(encoding="utf-8"))
	found = [re.sub(r"\{\w+\}", " ", text) for key, text in texts.items() if key.startswith(beginnings)]
	return set(WORD.findall(" ".join(found)))


@pytest.mark.parametrize(
	"is_closed", [pytest.param(False, id="on-vote"), pytest.param(True, id="closed", marks=pytest.mark.full)]
)
@pytest.mark.full
def test_each_word_on_the_display_is_ours_or_names_commission_number_and_type(guest: Client, is_closed):
	made = halls.other("chair", MAKE, is_closed=is_closed)
	said = set(WORD.findall(" ".join(made["said"])))
	address = f"{guest.address}/hall/{made['token']}?lang=uz"
	part = guest.session.get(address, headers={"X-Requested-With": "XMLHttpRequest"}, timeout=60)
	whole = guest.session.get(address, timeout=60)
	assert (part.status_code, whole.status_code) == (200, 200)
	assert words(part.text) - known("hall.") - said == set()
	assert said <= words(part.text)
	names = set(WORD.findall(" ".join(LANGUAGES.values())))
	frame = {"E", "saylov", "width", "device", "initial", "scale", "light", "dark", "noindex"}
	assert words(whole.text) - known("") - said - names - frame == set()
	assert "Karimov" not in whole.text


def test_the_link_of_the_display_opens_nothing_else(guest: Client):
	made = halls.other("chair", MAKE, is_closed=False)
	token, session = made["token"], made["session"]
	key = token.split(".")[1]
	opened = []
	for given in (token, session, key):
		for method in READ:
			opened.append((method, guest.get(method, session=given)))
		for method, values in WRITTEN.items():
			opened.append((method, guest.post(method, session=given, **values)))
		opened.append(("hall", guest.session.get(f"{guest.address}/hall/{given}", timeout=60)))
	by = {
		method: {answer.status_code for called, answer in opened if called == method} for method, _ in opened
	}
	pages = [answer.status_code for method, answer in opened if method == "hall"]
	assert pages == [200, 404, 404]  # the token itself, and neither of its parts
	assert {
		method: found for method, found in by.items() if method != "hall" and not found <= {*REFUSED}
	} == {}
	for header in (f"token {token}", f"Bearer {token}", f"token {token.replace('.', ':', 1)}"):
		answer = guest.session.get(
			f"{guest.address}/api/method/frappe.auth.get_logged_user",
			headers={"Authorization": header},
			timeout=60,
		)
		assert answer.status_code in REFUSED, header
	state = halls.other("chair", "answer = [sessions_display.show(given['session'])]\n", session=session)
	assert state == [token]  # nobody ended it


@pytest.mark.full
def test_a_display_that_was_looked_at_has_logged_nobody_in(guest: Client):
	made = halls.other("chair", MAKE, is_closed=False)
	guest.session.get(f"{guest.address}/hall/{made['token']}", timeout=60)
	answer = guest.get("hall.state", session=made["session"])
	assert answer.status_code in REFUSED
	records = {"Commission Session": "session", "Agenda Item": "item", "Appeal": "appeal"}
	for doctype, kind in records.items():
		name = made[kind]
		answer = guest.session.get(f"{guest.address}/api/resource/{doctype}/{name}", timeout=60)
		assert answer.status_code in REFUSED, doctype
