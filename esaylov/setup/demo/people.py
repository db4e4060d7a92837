"""People of the demonstration: who logs in, for which body they act, where they hold a position.

They are of the 1800s with place code 000, as no living person is; their names follow the booklet's samples.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.utils.password import update_password

from esaylov.core.people import identity
from esaylov.framework import clock
from esaylov.setup.demo.ground import CITY, COMMISSION, DISTRICT, HIGHER, MARK, SIBLING, body_of, make_missing

PASSWORD = "esaylov-demo"  # noqa: S105 # of demonstration logins, printed by the set-up
DOMAIN = "esaylov.example"
MEMBERS = ("chair", "secretary", "deputy", "member", "member2")
"""Who sits in the commission of the district: the first presides, the second keeps the record."""
OFFICES = 109
"""First serial of the people of 02.01.1880; those before are of the day before."""


@dataclass(frozen=True, slots=True)
class Login:
	"""A demonstration user: a person with a position at a commission, acting for a body or for themselves, or only a role.

	body: DocType of the body, and what `demo_ground.body_of` knows it by. entry: the register that they stand in.
	"""

	local: str
	who: str
	name: tuple[str, str, str]
	serial: int
	female: bool = False
	commission: str = ""
	position: str = ""
	body: tuple[str, str] = ("", "")
	role: str = ""
	entry: str = ""

	@property
	def is_applicant(self) -> bool:
		"""Whether it enters the cabinet and not the Desk."""
		return bool(self.body[0] or self.entry)

	@property
	def user(self) -> str:
		"""The user's name."""
		return f"{self.local}@{DOMAIN}"

	@property
	def born_on(self) -> date:
		"""The made-up date of birth."""
		return date(1880, 1, 1 if self.serial < OFFICES else 2)

	@property
	def pinfl(self) -> str:
		"""A PINFL with place code 000."""
		return identity.with_check_digit(
			f"{2 if self.female else 1}{self.born_on:%d%m%y}000{self.serial:03d}"
		)


LOGINS = (
	Login(
		"party",
		"Party: district branch of OZLIDEP in Shayxontohur (cabinet)",
		("Anvarov", "Anvar", "Anvarovich"),
		101,
		body=("Party Branch", f"OZLIDEP-{DISTRICT}"),
	),
	Login(
		"rival",
		"Another party: branch of MILLIY_TIKLANISH in the same district (cabinet)",
		("Botirov", "Botir", "Botirovich"),
		102,
		body=("Party Branch", f"MILLIY_TIKLANISH-{DISTRICT}"),
	),
	Login(
		"central.party",
		"Party: the central body of OZLIDEP (cabinet)",
		("Hamidov", "Hamid", "Hamidovich"),
		109,
		body=("Political Party", "OZLIDEP"),
	),
	Login(
		"regional.party",
		"Party: regional branch of OZLIDEP in Tashkent city (cabinet)",
		("Ismoilova", "Iroda", "Ismoilovna"),
		110,
		female=True,
		body=("Party Branch", f"OZLIDEP-{CITY}"),
	),
	Login(
		"regional.kengash",
		"Kengash of Tashkent city (cabinet)",
		("Jalolov", "Jalol", "Jalolovich"),
		111,
		body=("Participant Organization", "900000011"),
	),
	Login(
		"district.kengash",
		"Kengash of Shayxontohur district (cabinet)",
		("Latipova", "Lola", "Latipovna"),
		112,
		female=True,
		body=("Participant Organization", "900000012"),
	),
	Login(
		"regional.hokimiyat",
		"Hokimiyat of Tashkent city (cabinet)",
		("Majidov", "Majid", "Majidovich"),
		113,
		body=("Participant Organization", "900000013"),
	),
	Login(
		"district.hokimiyat",
		"Hokimiyat of Shayxontohur district (cabinet)",
		("Pulatov", "Pulat", "Pulatovich"),
		114,
		body=("Participant Organization", "900000014"),
	),
	Login(
		"mahalla",
		"Mahalla in Shayxontohur district (cabinet)",
		("Qodirova", "Qunduz", "Qodirovna"),
		115,
		female=True,
		body=("Participant Organization", "900000015"),
	),
	Login(
		"media",
		"National media outlet (cabinet)",
		("Rahimov", "Rahim", "Rahimovich"),
		116,
		body=("Participant Organization", "900000016"),
	),
	Login(
		"ministry",
		"Ministry of Foreign Affairs (cabinet)",
		("Toirov", "Toir", "Toirovich"),
		117,
		body=("Participant Organization", "900000017"),
	),
	Login(
		"candidate",
		"Candidate for the Kengash of Shayxontohur district (cabinet)",
		("Vohidov", "Vohid", "Vohidovich"),
		119,
		entry="Candidate",
	),
	Login(
		"proxy",
		"Proxy of that candidate (cabinet)",
		("Xolmatova", "Xurshida", "Xolmatovna"),
		120,
		female=True,
		entry="Proxy",
	),
	Login(
		"authorized",
		"Authorized representative of OZLIDEP at the CEC (cabinet)",
		("Yoqubov", "Yoqub", "Yoqubovich"),
		121,
		entry="Authorized Representative",
	),
	Login(
		"cec.chair",
		"Chair of the Central Election Commission (Desk)",
		("Umarov", "Umar", "Umarovich"),
		118,
		commission="CEC",
		position="Chair",
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
		"deputy",
		"Deputy chair of the Shayxontohur district commission (Desk)",
		("Ziyodov", "Ziyod", "Ziyodovich"),
		122,
		commission=COMMISSION,
		position="Deputy Chair",
	),
	Login(
		"member",
		"Member of the Shayxontohur district commission (Desk)",
		("Bekmurodova", "Barno", "Bekmurodovna"),
		123,
		female=True,
		commission=COMMISSION,
		position="Member",
	),
	Login(
		"member2",
		"Another member of the same commission (Desk)",
		("Eshonov", "Eshon", "Eshonovich"),
		124,
		commission=COMMISSION,
		position="Member",
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
		"second.administrator",
		"Another Election Administrator (confirms configuration)",
		("Xolmatova", "Xurshida", "Xolmatovna"),
		125,
		female=True,
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


def make(login: Login, language: str) -> str:
	"""Make what is missing of a login: its user, its person, its position or its body's trust; name of the person."""
	surname, given_name, patronymic = login.name
	user = {"first_name": given_name, "last_name": surname, "send_welcome_email": 0, "enabled": 1}
	user["language"] = language
	user["user_type"] = "Website User" if login.is_applicant else "System User"
	if login.role:
		user["roles"] = [{"role": login.role}]
	is_new = not frappe.db.exists("User", login.user)
	make_missing("User", {"email": login.user}, user)
	if is_new:
		update_password(login.user, PASSWORD)
	person = make_missing(
		"Person",
		{"pinfl": login.pinfl},
		{
			"surname": surname,
			"given_name": given_name,
			"patronymic": patronymic,
			"gender": "Female" if login.female else "Male",
			"birth_date": login.born_on,
			"citizenship": "Oʻzbekiston Respublikasi",
			"phone": f"+9989000000{login.serial - 100:02d}",
			"language": "uz",
			"user": login.user,
			"is_synthetic": 1,
		},
	)
	_make_position(login, person)
	return person


def _make_position(login: Login, person: str) -> None:
	since = {"starts_on": clock.today() - timedelta(days=1), "is_synthetic": 1}
	if login.commission:
		known = {"person": person, "commission": login.commission, "position": login.position}
		make_missing("Commission Membership", known, {**since, "appointed_by": MARK})
	if login.body[0]:
		known = {"person": person, "body_type": login.body[0], "body": body_of(*login.body)}
		make_missing(
			"Body Representative", known, {**since, "position": "Rais", "is_head": 1, "may_delegate": 1}
		)
