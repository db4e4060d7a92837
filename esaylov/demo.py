"""A demonstration: a synthetic election thirty days ahead, made-up people in their positions, and their keys.

Only on sites that say `esaylov_demo: 1`. People are of the 1800s with place code 000, as no living person is; their
names follow the booklet's samples. Loading it again changes nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.utils.password import update_password

from esaylov import clock, demo_keys, shipped
from esaylov.core import calendar, identity
from esaylov.errors import WrongState

ELECTION = "demo"
DAYS_AHEAD = 30
PASSWORD = "esaylov-demo"  # noqa: S105 # of demonstration logins, printed by the set-up
DOMAIN = "esaylov.example"
COMMISSION, SIBLING, HIGHER = "DC-1726277", "DC-1726294", "REG-1726"
DISTRICT = "1726277"
MARK = "[ours] made up for demonstration"
MODEL = "2024-10-27"
CONTESTS = ("LC_SMD", "LC_PL", "REG", "DC")


@dataclass(frozen=True, slots=True)
class Login:
	"""A demonstration user: a person with a position at a commission, or acting for a branch, or only a role."""

	local: str
	who: str
	name: tuple[str, str, str]
	serial: int
	female: bool = False
	commission: str = ""
	position: str = ""
	branch: str = ""
	role: str = ""

	@property
	def user(self) -> str:
		"""The user's name."""
		return f"{self.local}@{DOMAIN}"

	@property
	def pinfl(self) -> str:
		"""A PINFL of 01.01.1880 with place code 000."""
		return identity.with_check_digit(f"{2 if self.female else 1}010180000{self.serial:03d}")


BRANCHES = {"OZLIDEP": "900000001", "MILLIY_TIKLANISH": "900000002"}
"""Party to the made-up TIN of its branch in the district."""

LOGINS = (
	Login(
		"party",
		"Party: district branch of OZLIDEP in Shayxontohur (cabinet)",
		("Anvarov", "Anvar", "Anvarovich"),
		101,
		branch=f"OZLIDEP-{DISTRICT}",
	),
	Login(
		"rival",
		"Another party: branch of MILLIY_TIKLANISH in the same district (cabinet)",
		("Botirov", "Botir", "Botirovich"),
		102,
		branch=f"MILLIY_TIKLANISH-{DISTRICT}",
	),
	Login(
		"chair",
		"Chair of the Shayxontohur district commission (Desk)",
		("Davronov", "Davron", "Davronovich"),
		103,
		commission=COMMISSION,
		position="Chair",
	),
	Login(
		"secretary",
		"Secretary of the Shayxontohur district commission (Desk)",
		("Salimova", "Salima", "Salimovna"),
		104,
		female=True,
		commission=COMMISSION,
		position="Secretary",
	),
	Login(
		"sibling.chair",
		"Chair of the Chilonzor district commission (Desk)",
		("Farhodov", "Farhod", "Farhodovich"),
		105,
		commission=SIBLING,
		position="Chair",
	),
	Login(
		"regional.chair",
		"Chair of the Tashkent city territorial commission (Desk)",
		("Karimova", "Karima", "Karimovna"),
		106,
		female=True,
		commission=HIGHER,
		position="Chair",
	),
	Login(
		"administrator",
		"Election Administrator (Desk)",
		("Nodirov", "Nodir", "Nodirovich"),
		107,
		role="Election Administrator",
	),
	Login(
		"auditor",
		"Election Auditor (Desk, reads everything)",
		("Olimova", "Olima", "Olimovna"),
		108,
		female=True,
		role="Election Auditor",
	),
)


def load() -> None:
	"""Make what is missing of the demonstration; raises WrongState on a site that is not one."""
	if not clock.may_move():
		raise WrongState(article="own design")
	_make_election()
	_make_branches()
	_make_polling_stations()
	for login in LOGINS:
		_make_login(login)
	demo_keys.make(LOGINS)
	frappe.db.set_single_value("E-saylov Settings", "current_election", ELECTION)
	frappe.db.commit()  # a set-up command: no request reaches this


def logins() -> list[dict[str, str]]:
	"""What the set-up prints: user, password, who it is."""
	return [{"user": login.user, "password": PASSWORD, "who": login.who} for login in LOGINS]


def _make(doctype: str, known: dict[str, object], values: dict[str, object]) -> str:
	"""The name of the record with the known values, made with the others where there is none."""
	if name := frappe.db.exists(doctype, known):
		return str(name)
	document = frappe.get_doc({"doctype": doctype, **known, **values})
	return document.insert(ignore_permissions=True).name  # demonstration set-up: no user is at work


def _make_election() -> None:
	voters = frappe.db.get_value("Election", MODEL, "voters_count")
	if frappe.db.exists("Election", ELECTION):
		# of a demonstration from before the column was there
		frappe.db.set_value("Election", {"name": ELECTION, "voters_count": 0}, "voters_count", voters)
		return
	day = clock.today() + timedelta(days=DAYS_AHEAD)
	values = {
		"election_day": day,
		"status": "Announced",
		"is_synthetic": 1,
		"voters_count": voters,
		"election_types": [{"election_type": code} for code in CONTESTS],
		"title_uz": "Namoyish uchun to'qilgan saylov",
		"title_ru": "Вымышленные выборы для показа",
		"title_en": "Made-up election for demonstration",
		"short_title_uz": "Namoyish saylovi",
		"short_title_ru": "Пробные выборы",
		"short_title_en": "Demo election",
		"source_mark": MARK,
	}
	_make("Election", {"code": ELECTION}, values)
	for stage in _stages(day):
		_make("Election Stage", {"election": ELECTION, "key": stage.pop("key")}, stage)


def _stages(day: date) -> list[dict[str, object]]:
	"""The stages of the election of 2024 moved to another day: by their D-n rule, or by their distance from the day."""
	model = next(path for path in shipped.files() if path.name == "election_stage.csv")
	rows = shipped.read(model)
	model_day = date.fromisoformat(MODEL)
	announced = next(row for row in rows if row["key"] == "campaign_announced")
	first = str(announced["starts_on"])
	return [_stage(row, day, model_day) for row in rows if str(row["starts_on"]) >= first and row.get("rule")]


def _stage(row: dict, day: date, model_day: date) -> dict[str, object]:
	offset = day - model_day
	window = calendar.Window()
	if "D" in row["rule"]:
		window = calendar.stage_dates(row["rule"], day)
	starts_on = window.starts_on or window.ends_on or date.fromisoformat(row["starts_on"]) + offset
	ends_on = window.ends_on or date.fromisoformat(row["ends_on"]) + offset
	kept = {field: row.get(field) for field in ("key", "rule", "title_uz", "title_ru", "title_en", "ends_at")}
	mark = f"{MARK}; rule as in {MODEL}: {row['source_mark']}"
	return {**kept, "starts_on": starts_on, "ends_on": ends_on, "source_mark": mark}


def _make_branches() -> None:
	for party, tin in BRANCHES.items():
		short = frappe.db.get_value("Political Party", party, "short_title_uz")
		values = {
			"party": party,
			"level": "District",
			"territory": DISTRICT,
			"tin": tin,
			"title_uz": f"{short} Shayxontohur tuman kengashi",
			"title_ru": f"{short}, Шайхантахурский районный совет",
			"title_en": f"{short}, Shaikhontohur district council",
			"is_synthetic": 1,
			"source_mark": MARK,
		}
		_make("Party Branch", {"code": f"{party}-{DISTRICT}"}, values)


def _make_polling_stations() -> None:
	for number, building in ((1, "1-namuna maktab"), (2, "2-namuna maktab")):
		values = {
			"kind": "Ordinary",
			"title_uz": f"{number}-saylov uchastkasi",
			"title_ru": f"Избирательный участок № {number}",
			"title_en": f"Polling station No. {number}",
			"building": building,
			"voters_count": 1800,
			"is_synthetic": 1,
			"source_mark": MARK,
		}
		_make("Polling Station", {"territory": DISTRICT, "number": number}, values)


def _make_login(login: Login) -> None:
	surname, given_name, patronymic = login.name
	user = {"first_name": given_name, "last_name": surname, "send_welcome_email": 0, "enabled": 1}
	user["user_type"] = "Website User" if login.branch else "System User"
	if login.role:
		user["roles"] = [{"role": login.role}]
	is_new = not frappe.db.exists("User", login.user)
	_make("User", {"email": login.user}, user)
	if is_new:
		update_password(login.user, PASSWORD)
	person = _make(
		"Person",
		{"pinfl": login.pinfl},
		{
			"surname": surname,
			"given_name": given_name,
			"patronymic": patronymic,
			"gender": "Female" if login.female else "Male",
			"birth_date": date(1880, 1, 1),
			"citizenship": "O'zbekiston Respublikasi",
			"phone": f"+9989000000{login.serial - 100:02d}",
			"language": "uz",
			"user": login.user,
			"is_synthetic": 1,
		},
	)
	_make_position(login, person)


def _make_position(login: Login, person: str) -> None:
	since = {"starts_on": clock.today() - timedelta(days=1), "is_synthetic": 1}
	if login.commission:
		known = {"person": person, "commission": login.commission, "position": login.position}
		_make("Commission Membership", known, {**since, "appointed_by": MARK})
	if login.branch:
		known = {"person": person, "body_type": "Party Branch", "body": login.branch}
		_make("Body Representative", known, {**since, "position": "Rais", "is_head": 1, "may_delegate": 1})
