"""The hall of a session in a browser: the chair from the first signature to the last, a member on a phone, the record keeper, the display."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from factories import halls, inside
from factories.accessibility import violations
from factories.desk_words import HEAR, untranslated
from factories.halls import Hall
from factories.look import lengthen, photograph
from factories.steps import SITE
from factories.waiting import until
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.web
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
FOR_ALL = dict.fromkeys(halls.OTHERS, "For")


@pytest.fixture
def enter(browser: Browser, base_url: str, sites: Path, keep) -> Iterator[Callable[..., Hall]]:
	"""`enter("chair", session)`: their browser in the hall."""
	contexts = []

	def opened(
		local: str, session: str, size: dict = WIDE, prepare: Callable[[Page], None] = lambda _: None
	) -> Hall:
		contexts.append(browser.new_context(base_url=base_url, locale="uz-UZ", viewport=size))
		key = sites / SITE / "private" / "demo" / f"{local}.p12"
		page = contexts[-1].new_page()
		prepare(page)
		hall = Hall(page, local, key, keep)
		hall.enter(session)
		return hall

	yield opened
	for context in contexts:
		for page in context.pages:
			page.unroute_all(
				behavior="ignoreErrors"
			)  # an answer that is being lengthened is none of a closed page
		context.close()


def names_of(session: str) -> list[str]:
	"""Whatever names a person of the session: members and applicants, their numbers and phones."""
	return inside.run(
		"from factories import sessions as make\n"
		"people = {make.person(user) for user in make.ALL}\n"
		"appeals = frappe.get_all('Agenda Item', {'session': given['session']}, pluck='appeal')\n"
		"rows = frappe.get_all('Person', {'name': ['in', sorted(people)]}, ['name', 'full_name', 'phone', 'pinfl'])\n"
		"filed = frappe.get_all('Appeal', {'name': ['in', appeals]}, ['answers', 'subject', 'applicant_body'])\n"
		"found = [value for row in rows for value in row.values()]\n"
		"for row in filed:\n"
		"	persons = json.loads(row.answers or '{}').get('persons', [])\n"
		"	found += [row.subject, *[one.get(key) for one in persons for key in ('pinfl', 'full_name', 'phone')]]\n"
		"answer = sorted({str(one) for one in found if one and len(str(one)) > 3})\n",
		session=session,
	)


def counted(display: requests.Response) -> requests.Response | None:
	"""The display's answer once it shows the votes of an item."""
	return display if "hall-counts" in display.text else None


def test_a_chair_holds_a_session_from_the_hall(enter, base_url, keep):
	made = halls.planned(1)
	session, (item,) = made["session"], made["items"]
	chair = enter("chair", session)
	chair.step("attend")
	chair.give_key()
	chair.sees("[data-step=open_session]:enabled")
	chair.step("open_session")
	chair.sees("[data-main=open_item]:enabled")
	halls.other("member", "speaking.ask(given['session'])\n", session=session)
	chair.sees("[data-waiting]")  # heard, not asked for
	chair.key_press("s")
	chair.sees(".esaylov-hall-speaking")
	chair.key_press("o")
	chair.sees("[data-open]")
	chair.key_press("1")
	chair.key_press("Enter")
	chair.sees("[data-vote=For]")
	halls.others_vote(session, item, {**FOR_ALL, "member": "Against"})
	chair.sees("[data-vote]", 5)
	assert chair.unfit() == []
	chair.picture("voted")
	chair.step("show_display")
	link = chair.page.locator(".modal.show [data-display]").get_attribute("href")
	chair.page.locator(".modal.show .btn-modal-close").click()
	expect(chair.page.locator(".modal.show")).to_have_count(0)
	parts = {"X-Requested-With": "XMLHttpRequest"}
	during = requests.get(link, timeout=60)
	chair.key_press("c")
	chair.sees("[data-open]", 0)
	chair.step("end_speech")
	chair.sees(".esaylov-hall-speaking", 0)
	drawn = chair.find(".esaylov-hall-paper").inner_text()
	assert "1. " in drawn
	assert "Against" not in drawn
	chair.step("close_session")
	chair.agree()
	chair.sees("[data-step=sign_protocol]")
	chair.step("sign_protocol")
	chair.sees("[data-step=sign_protocol]", 0)
	chair.step("sign_decisions")
	chair.sees("[data-step=sign_decisions]", 0)
	# what the display shows is made once in two seconds: a chair may be quicker
	after = until(
		lambda: counted(requests.get(link, headers=parts, timeout=60)), lambda: "no result on the display"
	)
	assert (during.status_code, after.status_code) == (200, 200)
	assert re.search(r"\b5 / 5\b", during.text)
	assert "hall-counts" not in during.text
	shown = during.text + after.text
	assert [name for name in names_of(session) if name in shown] == []
	assert requests.get(f"{link}x", timeout=60).status_code == 404
	signed = inside.run(
		"session = frappe.get_doc('Commission Session', given['session'])\n"
		"answer = [session.status, bool(session.protocol_signature_presiding), len(session.speakers)]\n",
		session=session,
	)
	assert signed == ["Closed", True, 1]
	assert chair.faults == []


@pytest.mark.full
def test_a_member_votes_with_one_thumb_on_a_phone(enter):
	made = halls.planned(1)
	session, (item,) = made["session"], made["items"]
	halls.other(
		"chair",
		"make.attend(given['session'], make.CHAIR)\n"
		"holding.open_session(given['session'])\n"
		"counting.open_item(given['item'])\n",
		session=session,
		item=item,
	)
	member = enter("member", session, PHONE)
	member.sees("[data-choice=For]:enabled")
	member.settle()
	ballot = member.find("[data-choice=For]").bounding_box()
	assert ballot["y"] + ballot["height"] <= PHONE["height"]  # in reach without scrolling
	assert ballot["height"] >= 44
	assert member.unfit() == []
	member.picture("ballot")
	member.main("dissent")
	member.answer("dissent", "Hujjat toʻliq emas")
	member.give_key()
	member.sees("[data-vote=Against]")
	member.step("ask_to_speak")
	member.sees("[data-step=withdraw_request]")
	member.picture("voted")
	assert member.find("[data-main=close_item], [data-step=close_session]").count() == 0
	assert member.faults == []


@pytest.mark.full
def test_the_record_keeper_notes_who_left_writes_minutes_and_adds_late_items(enter):
	made = halls.planned(1)
	session = made["session"]
	halls.other(
		"chair",
		"make.attend(given['session'], make.CHAIR)\nholding.open_session(given['session'])\n",
		session=session,
	)
	late = inside.run(
		"from factories import appeals as filing, sessions as make\nfiling.start_anew()\nanswer = make.votable()\n"
	)
	keeper = enter("secretary", session)
	keeper.step("enter_minute")
	keeper.answer("text", "Kun tartibi tasdiqlandi")
	expect(keeper.find(".esaylov-hall-paper")).to_contain_text("Kun tartibi tasdiqlandi")
	keeper.find("[data-step=note_left]").last.click()
	keeper.agree()
	expect(keeper.find(".esaylov-hall-head")).to_contain_text("4/5")
	keeper.step("begin_speech")
	keeper.answer("name", "Taklif etilgan mutaxassis")
	expect(keeper.find(".esaylov-hall-speaking")).to_contain_text("Taklif etilgan mutaxassis")
	keeper.step("put_on_agenda")
	dialog = keeper.page.locator(".modal.show")
	dialog.locator(f"input[data-unit='{late}']").check()
	dialog.locator(".btn-modal-primary").click()
	keeper.sees("[data-item-row]", 2)
	keeper.settle()
	keeper.picture("secretary")
	assert keeper.unfit() == []
	assert keeper.faults == []


LONG_NAMES = (
	*("title", "applicant", "commission_title", "place", "file_name", "members.name", "speakers.name"),
	*("commission_uz", "presiding", "secretary", "attendance.name"),
)


def hear(page: Page) -> None:
	page.add_init_script(HEAR)


def hear_long_names(page: Page) -> None:
	hear(page)
	lengthen(page, "**/esaylov.api.hall.state*", LONG_NAMES)


@pytest.mark.full
@pytest.mark.parametrize("prepare", [hear, hear_long_names], ids=["names", "long-names"])
def test_the_hall_speaks_the_readers_language_fits_and_is_read_by_all(enter, prepare):
	made = halls.planned(2)
	session, items = made["session"], made["items"]
	halls.other(
		"chair",
		"make.attend(given['session'], make.CHAIR)\n"
		"holding.open_session(given['session'])\n"
		"speaking.begin(given['session'], make.person(make.MEMBER), '', given['item'])\n"
		"counting.open_item(given['item'])\n",
		session=session,
		item=items[0],
	)
	halls.others_vote(session, items[0], {"member": "Against", "deputy": "For"})
	words = {"uz": "Soʻzga chiqqanlar", "ru": "Выступающие"}
	for local in ("chair", "member"):
		user = f"{local}@esaylov.example"
		before = language(user)
		try:
			for lang, said in words.items():
				language(user, lang)
				for size, screen in (("wide", WIDE), ("phone", PHONE)):
					hall = enter(local, session, screen, prepare)
					expect(hall.find(".esaylov-hall-right h2").first).to_have_text(said)
					for theme in ("light", "dark"):
						hall.page.evaluate(
							"theme => document.documentElement.setAttribute('data-theme', theme)", theme
						)
						hall.settle()
						hall.picture(f"{local}-{lang}-{size}-{theme}-{prepare.__name__}")
						assert violations(hall.page, ".esaylov-hall") == []
					assert hall.unfit() == [], (local, lang, size)
					assert prepare is not hear or untranslated(hall.page) == set(), (local, lang, size)
					assert hall.faults == []
		finally:
			language(user, before or "en")


@pytest.mark.full
def test_why_a_member_does_not_vote_is_read_light_and_dark(enter):
	"""The framework's yellow on its pale yellow is 4.1 : 1."""
	made = halls.planned(1)
	session, (item,) = made["session"], made["items"]
	halls.other(
		"chair",
		"make.attend(given['session'], make.CHAIR)\nholding.open_session(given['session'])\ncounting.open_item(given['item'])\n",
		session=session,
		item=item,
	)
	interest = halls.other(
		"member",
		"body = frappe.db.get_value('Appeal', given['appeal'], ['applicant_body_type', 'applicant_body'])\n"
		"answer = interests.declare('Body', body_type=body[0], body=body[1])\n",
		appeal=made["appeals"][0],
	)
	try:
		member = enter("member", session)
		expect(member.find(".esaylov-hall-open .alert-warning")).to_be_visible()
		for theme in ("light", "dark"):
			member.page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
			member.settle()
			member.picture(f"conflict-{theme}")
			assert violations(member.page, ".esaylov-hall") == [], theme
	finally:
		halls.other("member", "interests.withdraw(given['interest'])\n", interest=interest)


def language(user: str, value: str = "") -> str:
	"""The language of a user's Desk, set where one is named."""
	return inside.run(
		"answer = frappe.db.get_value('User', given['user'], 'language')\n"
		"if given['value']:\n"
		"	frappe.db.set_value('User', given['user'], 'language', given['value'])\n"
		"	frappe.clear_cache(user=given['user'])\n",
		user=user,
		value=value,
	)


@pytest.mark.full
def test_the_display_follows_the_session_in_each_language_and_is_read_by_all(browser, base_url, keep):
	made = halls.planned(2)
	session, items = made["session"], made["items"]
	token = halls.other(
		"chair",
		"make.attend(given['session'], make.CHAIR)\n"
		"holding.open_session(given['session'])\n"
		"answer = sessions_display.show(given['session'])\n",
		session=session,
	)
	context = browser.new_context(base_url=base_url, viewport=WIDE)
	page = context.new_page()
	page.goto(f"/hall/{token}?lang=uz")
	expect(page.locator(".hall-item")).to_be_visible()
	halls.other("chair", "counting.open_item(given['item'])\n", item=items[0])
	expect(page.locator(".hall-item h2")).to_be_visible()  # without a reload
	halls.other(
		"chair",
		"make.all_vote(given['session'], given['item'], ['For', 'For', 'Against', 'For', 'For'])\n"
		"frappe.set_user(make.CHAIR)\n"
		"counting.close_item(given['item'])\n"
		"counting.open_item(given['next'])\n",
		session=session,
		item=items[0],
		next=items[1],
	)
	expect(page.locator(".hall-counts")).to_be_visible()
	for lang in ("uz", "ru", "uz-Cyrl"):
		for size, screen in (("wide", WIDE), ("phone", PHONE), ("hall", {"width": 1920, "height": 1080})):
			page.set_viewport_size(screen)
			for theme in ("light", "dark"):
				page.emulate_media(color_scheme=theme)
				page.goto(f"/hall/{token}?lang={lang}")
				photograph(page, keep(f"display-{lang}-{size}-{theme}.png"))
				assert violations(page) == []
				assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	halls.other("chair", "sessions_display.hide(given['session'])\n", session=session)
	expect(page.locator("[data-hall]")).to_have_count(0)  # the screen goes dark by itself
	context.close()


@pytest.mark.full
def test_an_empty_a_batched_and_a_closed_session_are_shown(enter):
	empty = halls.other("secretary", "answer = make.planned('Boʻsh majlis')\n")
	made = inside.run(
		"from factories import appeals as filing, sessions as make\n"
		"from esaylov.decisions.sessions.steps import counting\n"
		"filing.start_anew()\n"
		"session = make.planned()\n"
		"item = make.item(session, *[make.votable() for _ in range(3)], batch='Kuzatuvchilar')\n"
		"make.opened(session=session)\n"
		"counting.open_item(item)\n"
		"answer = {'session': session, 'item': item}\n"
	)
	chair = enter("chair", empty, PHONE)
	chair.sees("[data-step=attend]:enabled")
	chair.picture("empty")
	member = enter("member", made["session"])
	member.sees("[data-choose]", 3)
	member.find("[data-choose]").first.select_option("Against")
	member.picture("batch")
	member.main("vote_all")
	member.give_key()
	member.sees("[data-main=vote_all]", 0)
	halls.other(
		"chair",
		"make.close(given['item'])\nholding.close(given['session'])\n",
		item=made["item"],
		session=made["session"],
	)
	reader = enter("auditor", made["session"])
	expect(reader.find(".esaylov-hall-paper")).to_be_visible()
	assert reader.find("[data-step], [data-main]").count() == 0
	reader.picture("closed")
	for hall in (chair, member, reader):
		assert hall.unfit() == []
		assert hall.faults == []


@pytest.mark.full
def test_vote_that_lost_its_quorum_offers_recess_postponement_and_waiting(enter):
	made = halls.planned(1)
	session, (item,) = made["session"], made["items"]
	halls.other(
		"chair",
		"make.attend(given['session'], make.CHAIR)\n"
		"holding.open_session(given['session'])\n"
		"counting.open_item(given['item'])\n",
		session=session,
		item=item,
	)
	halls.others_vote(session, item, {"member": "Against", "deputy": "For"})
	chair = enter("chair", session)
	chair.sees("[data-main=close_item]:enabled")
	for local in ("deputy", "member2"):
		halls.other(local, "attending.leave(given['session'])\n", session=session)
	chair.sees("[data-frozen]")  # heard, not asked for
	chair.sees("[data-main=close_item]", 0)
	chair.sees("[data-choice]", 0)
	for step in ("recess", "postpone_item", "wait"):
		chair.sees(f"[data-main={step}]:enabled")
	user = "chair@esaylov.example"
	before = language(user)
	try:
		for lang in ("uz", "ru"):
			language(user, lang)
			for size, screen in (("wide", WIDE), ("phone", PHONE)):
				hall = enter("chair", session, screen, hear)
				hall.sees("[data-frozen]")
				hall.settle()
				hall.picture(f"frozen-{lang}-{size}")
				assert hall.unfit() == [], (lang, size)
				assert untranslated(hall.page) == set(), (lang, size)
				assert violations(hall.page, ".esaylov-hall") == []
				hall.page.goto(f"/app/commission-session/{session}")
				hall.page.wait_for_selector(".esaylov-room [data-frozen]")
				hall.picture(f"frozen-room-{lang}-{size}")
				assert hall.faults == []
	finally:
		language(user, before or "en")
	halls.other("deputy", "make.attend(given['session'], make.DEPUTY)\n", session=session)
	chair.sees("[data-frozen]", 0)
	chair.sees("[data-main=close_item]:enabled")


@pytest.mark.full
def test_successor_of_a_removed_chair_is_named_in_the_hall(enter):
	made = halls.planned(1)
	session, (item,) = made["session"], made["items"]
	halls.other(
		"chair",
		"make.attend(given['session'], make.CHAIR)\n"
		"holding.open_session(given['session'])\n"
		"counting.open_item(given['item'])\n"
		"make.all_vote(given['session'], given['item'], ['For'] * 5)\n"
		"make.close(given['item'])\n"
		"holding.close(given['session'])\n"
		"make.removed(make.CHAIR)\n",
		session=session,
		item=item,
	)
	try:
		deputy = enter("deputy", session)
		deputy.step("name_signer")
		dialog = deputy.page.locator(".modal.show")
		dialog.locator("[data-fieldname=chosen] select").select_option(index=0)
		dialog.locator("[data-fieldname=reason] textarea").fill("Vakolati tugadi")
		deputy.settle()
		deputy.picture("successor")
		dialog.locator(".btn-modal-primary").click()
		deputy.sees("[data-step=sign_decisions]:enabled")
		deputy.step("sign_decisions")
		deputy.give_key()
		deputy.sees("[data-step=sign_decisions]", 0)
		assert deputy.faults == []
	finally:
		inside.run(
			"from factories import sessions as make\n"
			"row = {'person': make.person(make.CHAIR), 'commission': make.COMMISSION}\n"
			"frappe.db.set_value('Commission Membership', row, 'ends_on', None)\n"
		)
