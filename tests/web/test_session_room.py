"""The room of a session in five browsers: one member is absent, one recuses, equal votes, the casting vote; then a batch."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import inside, waiting
from factories.desk import focused
from factories.http import PASSWORD
from factories.look import photograph
from factories.steps import SITE
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.web
PEOPLE = ("chair", "deputy", "secretary", "member", "member2")
PHONE = {"width": 390, "height": 844}
SLOW = 120_000  # a machine under load; what is waited for comes by itself


class Member:
	"""A member's browser, with the room of one session open."""

	def __init__(self, page: Page, local: str, key: Path, keep: Callable[[str], Path]) -> None:
		self.page, self.local, self.key, self.keep = page, local, key, keep
		self.faults: list[str] = []
		page.on("pageerror", lambda error: self.faults.append(str(error)))
		page.set_default_timeout(SLOW)

	def enter(self, session: str) -> None:
		"""Log in and open the room."""
		answer = self.page.request.post(
			"/api/method/login", form={"usr": f"{self.local}@esaylov.example", "pwd": PASSWORD}
		)
		assert answer.ok, answer.text()
		self.page.goto(f"/app/commission-session/{session}")
		self.page.wait_for_selector(".esaylov-room")

	def step(self, step: str, **data: str) -> Locator:
		"""The first button of a step."""
		marks = "".join(f"[data-{key}='{value}']" for key, value in data.items())
		return self.page.locator(f".esaylov-room [data-step={step}]{marks}").first

	def press(self, step: str, **data: str) -> None:
		"""Press the button of a step."""
		self.step(step, **data).click()

	def sign(self, step: str, **data: str) -> None:
		"""Press the button of a step and give the key, which the page then holds."""
		self.press(step, **data)
		self.give_key()

	def give_key(self) -> None:
		"""Answer the question for the key."""
		dialog = self.page.locator(".modal.show").last
		dialog.locator("[data-key]").set_input_files(self.key)
		focused(self.page)
		dialog.locator("[data-password]").fill(PASSWORD)
		dialog.locator(".btn-modal-primary").click()

	def answer(self, field: str, value: str) -> None:
		"""Fill in the dialogue that is open and send it."""
		dialog = self.page.locator(".modal.show").last
		focused(self.page)
		dialog.locator(f"[data-fieldname={field}] textarea, [data-fieldname={field}] input").first.fill(value)
		dialog.locator(".btn-modal-primary").click()

	def sees(self, selector: str, count: int = 1) -> None:
		"""Wait until the room shows so many of something, without a reload."""
		expect(self.page.locator(f".esaylov-room {selector}")).to_have_count(count, timeout=SLOW)

	def forgets_who_is_here(self) -> None:
		"""The page knows of nobody who came after the chair, as where the socket is lost, until it `hears`."""
		self.page.evaluate(
			"""() => {
				const room = cur_frm.esaylov_room;
				room.refresh = async () => {};
				for (const member of room.state.members) member.is_present = member.position === "Chair";
			}"""
		)

	def hears(self) -> None:
		"""The page reads how the session stands again."""
		self.page.evaluate("() => { delete cur_frm.esaylov_room.refresh; cur_frm.esaylov_room.refresh(); }")

	def picture(self, name: str) -> None:
		"""Keep a picture for a person to look at."""
		photograph(self.page, self.keep(f"{name}.png"), full_page=True)


@pytest.fixture
def room(browser: Browser, base_url: str, sites: Path, keep) -> Iterator[Callable[[str], dict[str, Member]]]:
	"""`room(session)`: five members in five browsers, one of them on a phone."""
	contexts = []

	def enter(session: str) -> dict[str, Member]:
		members = {}
		for local in PEOPLE:
			size = PHONE if local == "member" else {"width": 1366, "height": 900}
			contexts.append(browser.new_context(base_url=base_url, locale="uz-UZ", viewport=size))
			key = sites / SITE / "private" / "demo" / f"{local}.p12"
			members[local] = Member(contexts[-1].new_page(), local, key, keep)
			members[local].enter(session)
		return members

	yield enter
	for context in contexts:
		context.close()


def planned(count: int, batch: str = "") -> dict:
	"""A session of today with items on its agenda: the names of the session, its items and their appeals."""
	return inside.run(
		"from factories import appeals as filing, sessions as make\n"
		"filing.start_anew()\n"
		"appeals = [make.votable() for _ in range(given['count'])]\n"
		"session = make.planned()\n"
		"make.item(session, *appeals, batch=given['batch'])\n"
		"items = frappe.get_all('Agenda Item', {'session': session}, pluck='name', order_by='position asc')\n"
		"answer = {'session': session, 'items': items, 'appeals': appeals}\n",
		count=count,
		batch=batch,
	)


def outcome(items: list[str]) -> list[list]:
	"""State, ground and decision of each item."""
	return inside.run(
		"fields = ['status', 'result_reason', 'casting_vote', 'votes_for', 'votes_recused', 'decision']\n"
		"rows = frappe.get_all('Agenda Item', {'name': ['in', given['items']]}, fields, order_by='position asc')\n"
		"answer = [[row[field] for field in fields] for row in rows]\n",
		items=items,
	)


def stored(doctype: str, names: list[str], field: str) -> list[str]:
	"""A field of rows, in the order of their names."""
	return inside.run(
		"answer = frappe.get_all(given['doctype'], {'name': ['in', given['names']]}, pluck=given['field'],"
		" order_by='name asc')\n",
		doctype=doctype,
		names=names,
		field=field,
	)


def states(appeals: list[str]) -> list[str]:
	"""Where appeals are now."""
	return stored("Appeal", appeals, "status")


def attend(members: dict[str, Member], *absent: str) -> list[Member]:
	"""Everybody but the absent attends, and the chair opens the session; who is present."""
	present = [member for local, member in members.items() if local not in absent]
	for member in present:
		member.sign("attend")
		member.sees("[data-step=leave]")
	chair = members["chair"]
	chair.forgets_who_is_here()
	chair.press("open_session")
	expect(chair.step("open_session")).to_be_enabled(
		timeout=SLOW
	)  # done: the server knew, and nothing was asked
	expect(chair.page.locator(".modal.show")).to_have_count(0)
	chair.hears()
	for member in present:
		member.sees("[data-step=open_session]", 0)
	return present


@pytest.mark.full
def test_five_members_one_absent_one_recused_and_the_casting_vote(room):
	made = planned(1)
	(item,) = made["items"]
	members = room(made["session"])
	members["deputy"].picture("before")
	chair, secretary, member, other = attend(members, "deputy")
	chair.press("open_item", item=item)
	for one in (chair, secretary, member, other):
		one.sees("[data-step=vote][data-choice=For]")
	members["deputy"].sees("[data-step=vote]", 0)  # who is absent sees the vote and has none
	chair.press("vote", item=item, choice="For")  # the key is at hand: one tap
	for one in members.values():
		one.sees("[data-vote=For]")
	secretary.press("vote", item=item, choice="Against")
	member.press("vote", item=item, choice="Abstained")
	other.press("recuse", item=item)
	other.answer("reason", "Ariza beruvchi qo'shnim")
	for one in members.values():
		one.sees("[data-vote=Recused]")
		one.sees("[data-vote]", 4)
	member.picture("phone")
	chair.picture("voted")
	chair.press("close_item", item=item)
	for one in members.values():
		one.sees("[data-open]", 0)
	((status, ground, casting, votes_for, recused, decision),) = outcome([item])
	assert (status, ground, casting, votes_for, recused) == ("Adopted", "Casting Vote", 1, 1, 1)
	chair.picture("adopted")
	for one in (chair, secretary):
		assert states(made["appeals"]) == ["On Agenda"]  # one signature decides nothing
		one.press("sign_decisions")
		one.sees("[data-step=sign_decisions]", 0)
	assert states(made["appeals"]) == ["Granted"]
	assert stored("Decision", [decision], "status") == ["Signed"]
	assert [one.faults for one in members.values()] == [[]] * 5


@pytest.mark.full
def test_a_batch_of_fifty_is_voted_on_with_one_signature(room):
	made = planned(50, batch="Kuzatuvchilar")
	members = room(made["session"])
	chair, _, secretary, _, _ = present = attend(members)
	chair.press("split", item=made["items"][-1])  # one is taken out of the batch
	chair.sees("[data-step=split]", 49)
	chair.press("open_item", item=made["items"][0])
	for one in present:
		one.sees("[data-open]", 49)
		one.page.locator(".esaylov-room [data-choose]").first.select_option("Against")
		one.press("vote_all")
		one.sees("[data-step=vote_all]", 0)
	secretary.picture("batch")
	chair.press("close_item", item=made["items"][0])
	chair.sees("[data-open]", 0)
	# a long batch is drafted by a job
	waiting.until(lambda: sum(bool(row[-1]) for row in outcome(made["items"])) == 48)
	found = outcome(made["items"])
	decisions = [row[-1] for row in found if row[-1]]
	assert [row[0] for row in found] == ["Not Adopted", *["Adopted"] * 48, "Planned"]
	signatures = inside.run(
		"answer = frappe.db.sql('select count(distinct payload_sha256), count(*) from `tabCommission Vote`"
		" where session = %s', given['session'])[0]\n",
		session=made["session"],
	)
	assert signatures == [5, 5 * 49]
	for one in (chair, secretary):
		one.press("sign_decisions")
		one.sees("[data-step=sign_decisions]", 0)
	secretary.page.wait_for_url(re.compile("bulk-decision/"))
	run = secretary.page.url.rsplit("/", 1)[-1]
	waiting.until(lambda: states(made["appeals"]).count("Granted") == 48)
	secretary.picture("run")
	assert len(decisions) == 48, run
	assert set(stored("Decision", decisions, "status")) == {"Signed"}


HELD = """
from esaylov.decisions.sessions.steps import counting
from factories import appeals, sessions as make
appeals.start_anew()  # the rows of the case before may stand
session = make.planned()
item = make.item(session)
make.opened(session=session)
counting.open_item(item)
make.all_vote(session, item, ["For"] * 5)
make.close(item)
frappe.set_user("Administrator")
frappe.db.set_value("Commission Session", session, "protocol", '{"number":"7"}', update_modified=False)
stored = frappe.db.get_value("Commission Session", session, ["course", "protocol"])
answer = {"session": session, "stored": stored}
"""
FORGOTTEN = """
frappe.db.set_value("Commission Session", given["session"], "protocol", None, update_modified=False)
"""
JSON = re.compile(r'[{\[]\s*["{\[]|"\s*:|\{\s*\}|\[\s*\]')
SHOWN = """() => [
	document.querySelector(".page-container:not([style*='display: none']) .form-page").innerText,
	...cur_frm.fields.filter(({ $wrapper }) => $wrapper?.is(":visible"))
		.flatMap(({ $wrapper }) => $wrapper.find("input:visible, textarea:visible").get().map((box) => box.value)),
]"""


@pytest.fixture
def held() -> Iterator[str]:
	"""A session of which something was voted and closed, and whose protocol is there."""
	made = inside.run(HELD)
	assert all(JSON.search(value) for value in made["stored"])
	yield made["session"]
	inside.run(FORGOTTEN, session=made["session"])


@pytest.mark.full
@pytest.mark.parametrize("local", ["chair", "auditor"])
def test_no_field_of_a_session_shows_json(page: Page, sites: Path, keep, held: str, local: str) -> None:
	"""The course of a session stood there as it is stored."""
	reader = Member(page, local, sites / SITE / "private" / "demo" / f"{local}.p12", keep)
	reader.enter(held)
	page.wait_for_function("!frappe.request.ajax_count")
	for section in page.locator(".form-page:visible .section-head.collapsed:visible").all():
		section.click()  # nor where one has to unfold it
	shown = page.evaluate(SHOWN)
	assert len("".join(shown)) > 100
	assert [text for text in shown if JSON.search(text)] == []
	expect(page.locator(".form-page:visible .ace_editor:visible")).to_have_count(0)
	reader.picture(f"no-json-{local}")
	assert reader.faults == []
