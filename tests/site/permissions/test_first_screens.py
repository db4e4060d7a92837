"""The first screen of each role: which workspaces it sees, that each of their links opens, what their cards count."""

import json
from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from factories import insiders, settled
from factories import report_rows as made
from factories.profile import few
from frappe.boot import get_bootinfo
from frappe.desk import desktop
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.website.utils import get_home_page

from esaylov.framework import clock
from esaylov.permissions import desk
from esaylov.setup.demo.ground import COMMISSION, DISTRICT, SIBLING
from esaylov.setup.demo.ground import HIGHER as ABOVE

CHAIR, SIBLING_CHAIR, SECRETARY, DEPUTY, MEMBER = (
	f"{who}@esaylov.example" for who in ("chair", "sibling.chair", "secretary", "deputy", "member")
)
HIGHER, CENTRAL = "regional.chair@esaylov.example", "cec.chair@esaylov.example"
ADMINISTRATOR, AUDITOR = "administrator@esaylov.example", "auditor@esaylov.example"
FIRST = {
	CENTRAL: "Central Commission",
	HIGHER: "Regional Commission",
	CHAIR: "District Commission",
	SECRETARY: "District Commission",
	DEPUTY: "District Commission",
	MEMBER: "District Commission",
	SIBLING_CHAIR: "District Commission",
	ADMINISTRATOR: "Election Administration",
	AUDITOR: "Election Audit",
}
OUTSIDE = ("candidate@esaylov.example", "rival@esaylov.example", "Guest")
BEYOND = {
	SECRETARY: {"Access Statistics"},
	DEPUTY: {"Feedback"},
	MEMBER: {"Feedback", "Access Statistics"},
}
"""Links that are not drawn for a position without the right (`tests/test_workspaces.py`)."""
PRECINCT, CONSTITUENCY = "Precinct Commission", "Constituency Commission"


@pytest.fixture
def as_user() -> Iterator[None]:
	yield
	frappe.set_user("Administrator")


def pages(user: str) -> list[str]:
	"""The workspaces that the sidebar of the Desk offers."""
	frappe.set_user(user)
	frappe.cache.delete_keys("user_")
	return [page["name"] for page in desktop.get_workspace_sidebar_items()["pages"] if page]


def shown(user: str, name: str) -> frappe._dict:
	"""A workspace as the Desk of a user gets it."""
	frappe.set_user(user)
	return frappe._dict(desktop.get_desktop_page(json.dumps({"name": name, "title": name, "public": 1})))


def staff_of(level: str, role: str) -> str:
	"""A chair of a new commission of a level, in the district of the demonstration."""
	commission = frappe.get_doc(
		doctype="Election Commission",
		code=f"{level}-report",
		register_code=f"26277{level}",
		level=level,
		parent_election_commission=COMMISSION if level == "PEC" else ABOVE,
		territory=DISTRICT,
		election="demo",
		title_uz=f"{level} sinov",
		title_ru=f"{level} проба",
		title_en=f"{level} test",
	).insert()
	user = frappe.get_doc(
		doctype="User", email=f"{level.lower()}.chair@esaylov.example", first_name=level, send_welcome_email=0
	)
	user.set("roles", [{"role": role}, {"role": "Commission Chair"}])
	settled.inserted(user)
	assert commission.name
	return user.name


@pytest.mark.parametrize(("user", "name"), FIRST.items())
def test_a_role_sees_its_own_workspace_and_no_other(as_user, user, name):
	assert pages(user) == [name]


@pytest.mark.parametrize(
	("level", "role", "name"),
	[("PEC", PRECINCT, PRECINCT), ("OKR", CONSTITUENCY, "District Commission")],
)
def test_commissions_of_a_precinct_and_a_constituency_have_theirs(as_user, level, role, name):
	user = staff_of(level, role)
	assert pages(user) == [name]
	assert_whole(user, name)


@pytest.mark.parametrize(("user", "name"), FIRST.items())
def test_nothing_on_the_first_screen_is_out_of_the_roles_reach(as_user, user, name):
	assert_whole(user, name)


def assert_whole(user: str, name: str) -> None:
	"""Each link, shortcut, list, card and chart of the workspace is shown to the user, and none but these."""
	found, record = shown(user, name), frappe.get_doc("Workspace", name)
	links = [link.link_to for link in record.links if link.type == "Link"]
	drawn = [link["link_to"] for card in found.cards["items"] for link in card["links"]]
	assert drawn == [link for link in links if link not in BEYOND.get(user, set())]
	assert len(found.cards["items"]) == len([link for link in record.links if link.type == "Card Break"])
	assert len(found.shortcuts["items"]) == len(record.shortcuts)
	assert len(found.quick_lists["items"]) == len(record.quick_lists)
	assert len(found.number_cards["items"]) == len(record.number_cards)
	assert len(found.charts["items"]) == len(record.charts)


def counted(user: str, name: str) -> int:
	"""The number on a card of a user, with the values that the Desk puts in."""
	card = frappe.get_doc("Number Card", name)
	frappe.set_user(user)
	told: dict = {}
	desk.tell(told)
	values = {
		"frappe.boot.esaylov.commissions": told["esaylov"]["commissions"],
		"frappe.datetime.get_today()": frappe.utils.today(),
		"frappe.session.user": user,
	}
	dynamic = [[*row[:3], values[row[3]]] for row in json.loads(card.dynamic_filters_json or "[]")]
	number = get_result(card.as_json(), json.dumps(json.loads(card.filters_json) + dynamic))
	frappe.set_user("Administrator")
	return int(number)


def gained(name: str, before: dict[str, int]) -> dict[str, int]:
	return {user: counted(user, name) - number for user, number in before.items()}


def test_cards_of_today_count_the_users_commission_and_those_below_only_where_they_say_so(as_user):
	users = (CENTRAL, HIGHER, CHAIR, SIBLING_CHAIR, AUDITOR)
	before = {
		name: {user: counted(user, name) for user in users}
		for name in ("Overdue", "Overdue Including Lower Commissions")
	}
	made.election()
	made.appeals()  # one is overdue with the commission
	assert gained("Overdue", before["Overdue"]) == {
		CENTRAL: 0,
		HIGHER: 0,
		CHAIR: 1,
		SIBLING_CHAIR: 0,
		AUDITOR: 0,
	}
	assert gained("Overdue Including Lower Commissions", before["Overdue Including Lower Commissions"]) == {
		CENTRAL: 1,
		HIGHER: 1,
		CHAIR: 1,
		SIBLING_CHAIR: 0,
		AUDITOR: 1,
	}


@pytest.mark.full
def test_every_card_counts_for_whoever_has_it(as_user):
	for user, name in FIRST.items():
		for row in frappe.get_doc("Workspace", name).number_cards:
			assert counted(user, row.number_card_name) >= 0


def test_the_desk_is_told_the_users_commissions_and_the_election():
	told: dict = {}
	frappe.set_user(CHAIR)
	desk.tell(told)
	assert told["esaylov"]["commissions"] == [COMMISSION]
	assert frappe.db.exists("Election", told["esaylov"]["election"])
	frappe.set_user(AUDITOR)
	desk.tell(told)
	assert told["esaylov"]["commissions"] == []
	assert SIBLING not in json.dumps(told)


def first_page(user: str) -> str:
	"""The page with which the Desk of a user begins, as its start tells it."""
	frappe.set_user(user)
	told = get_bootinfo()
	desk.tell(told)
	return told["home_page"]


@pytest.mark.parametrize("user", few(FIRST, [*FIRST][:2].__contains__))
def test_staff_of_a_commission_begin_with_their_desk_and_others_with_their_workspace(as_user, user):
	begins = "Workspaces" if user in (ADMINISTRATOR, AUDITOR) else "commission-desk"
	assert first_page(user) == begins
	if begins != "Workspaces":
		assert frappe.get_doc("Page", begins).is_permitted()


@pytest.mark.parametrize(
	("user", "page"),
	[*((user, "app") for user in (*FIRST, "Administrator")), *((user, "cabinet") for user in OUTSIDE)],
)
def test_a_login_leads_staff_to_the_desk_and_others_to_the_cabinet(as_user, user, page):
	"""As the framework works it out; Frappe 16.9.0 asks it of users of the Desk too."""
	frappe.set_user(user)
	frappe.cache.delete_value("home_page")
	assert get_home_page() == page


def test_who_manages_the_system_or_has_no_workspace_begins_where_the_framework_says(as_user):
	told = {"workspaces": {"pages": [{"name": "Election Audit", "module": "Esaylov"}]}}
	frappe.set_user("Administrator")
	desk.tell(told)
	assert "home_page" not in told
	frappe.set_user(AUDITOR)
	nothing: dict = {"workspaces": {"pages": [None]}}
	desk.tell(nothing)
	assert "home_page" not in nothing
	older: dict = {
		"allowed_workspaces": told["workspaces"]["pages"],
		"module_wise_workspaces": {"Esaylov": ["Central Commission", "Election Audit"], "Core": ["Users"]},
	}
	desk.tell(older)
	assert older["home_page"] == "Workspaces"
	assert older["module_wise_workspaces"] == {"Esaylov": ["Election Audit"], "Core": ["Users"]}


def test_staff_are_told_the_names_of_colleagues_and_of_nobody_else(as_user):
	def colleagues(user: str) -> set[str]:
		frappe.set_user(user)
		told: dict = {}
		desk.tell(told)
		assert all(told["esaylov"]["colleagues"].values())
		return set(told["esaylov"]["colleagues"])

	here, serving = colleagues(CHAIR), colleagues(AUDITOR)
	assert {CHAIR, SECRETARY} <= here
	assert colleagues(MEMBER) == here
	assert not here & {AUDITOR, CENTRAL, "party@esaylov.example"}
	assert {AUDITOR, ADMINISTRATOR} <= serving
	assert CHAIR not in serving
	assert colleagues("party@esaylov.example") == set()
	person = frappe.db.get_value("Person", {"user": MEMBER})
	yesterday = clock.today() - timedelta(days=1)
	frappe.db.set_value("Commission Membership", {"person": person}, "ends_on", yesterday)
	assert colleagues(MEMBER) == set()
	assert colleagues(CHAIR) == here - {MEMBER}


def test_all_pages_of_staff_have_the_one_sidebar_of_the_app(as_user):
	frappe.set_user(CHAIR)
	told = get_bootinfo()
	desk.tell(told)
	if not frappe.db.exists("DocType", "Workspace Sidebar"):  # Frappe 15 has one sidebar, of workspaces
		assert "workspace_sidebar_item" not in told
		return
	assert "e-saylov" in told["workspace_sidebar_item"]
	ours = {key for key, sidebar in told["workspace_sidebar_item"].items() if sidebar["module"] == "Esaylov"}
	assert ours == {"e-saylov"}, "a form that the sidebar does not name would have that of another role"
	links = {item["link_to"] for item in told["workspace_sidebar_item"]["e-saylov"]["items"]}
	assert {"commission-desk", "Appeal", "Candidate", "Observer"} <= links
	assert links.isdisjoint(
		{"Candidate List", "Appeal Type", "Statute", "SMS Gateway", "Interagency Settings"}
	)


def test_who_manages_the_system_has_what_is_theirs_in_the_sidebar_of_the_app(as_user):
	"""Of the framework's own making it would be empty, and say so in English."""
	insiders.manager("first.screens@esaylov.example")
	frappe.set_user("first.screens@esaylov.example")
	told = frappe._dict(get_bootinfo())
	desk.tell(told)
	if not frappe.db.exists("DocType", "Workspace Sidebar"):
		assert "workspace_sidebar_item" not in told
		return
	items = told["workspace_sidebar_item"]["e-saylov"]["items"]
	assert {"E-saylov Settings", "Configuration Change"} == {
		item["link_to"] for item in items if item["child"]
	}


def test_who_manages_the_system_keeps_the_modules():
	user = frappe.get_doc("User", CHAIR)
	assert {"Core", "Website"} <= {row.module for row in user.block_modules}
	assert "Esaylov" not in {row.module for row in user.block_modules}
	user.block_modules = []
	user.append("roles", {"role": "System Manager"})
	desk.hide_modules(user)
	assert user.block_modules == []
