"""People of the demonstration's other stages: applicants whom its own election does not need, and members enough for a vote in each commission.

They log in as those of `people`; what they stand for is entered by `stages`.
"""

from collections.abc import Mapping

from esaylov.setup.demo import names
from esaylov.setup.demo.ground import COMMISSION, DISTRICT, HIGHER, REPUBLIC
from esaylov.setup.demo.people import MEMBERS, Login

CENTRAL, NORTHERN = "CEC", "REG-1735"
"""The Central Election Commission; the territorial one of Karakalpakstan."""
PARTY, RIVAL = "OZLIDEP", "MILLIY_TIKLANISH"
INITIATIVE_TIN = "900000018"
BRANCHES = (
	(
		RIVAL,
		"Regional",
		REPUBLIC,
		"900000004",
		(
			"Qoraqalpogʻiston Respublikasi kengashi",
			"Совет Республики Каракалпакстан",
			"Karakalpakstan council",
		),
	),
)
ORGANIZATIONS = (
	(
		INITIATIVE_TIN,
		"Initiative Group",
		DISTRICT,
		("Namuna tashabbuskor guruhi", "Инициативная группа «Намуна»", "Namuna initiative group"),
	),
)
FIRST_SERIAL, FIRST_NAME = 150, 400
"""Serial and number of the name of the first of them."""
PRESIDENT, CHAMBER, LISTED, NORTH, REGION, PROXY = (
	"candidate.president",
	"candidate.chamber",
	"candidate.list",
	"candidate.karakalpakstan",
	"candidate.region",
	"proxy.list",
)
SITTING: Mapping[str, tuple[str, ...]] = {
	COMMISSION: MEMBERS,
	CENTRAL: ("cec.chair", "cec.secretary", "cec.deputy", "cec.member"),
	HIGHER: ("regional.chair", "regional.secretary", "regional.deputy", "regional.member"),
	NORTHERN: ("karakalpak.chair", "karakalpak.secretary", "karakalpak.deputy"),
}
"""Commission to the logins that sit in it: the first presides, the second keeps the record."""
APPLICANTS = (
	(
		"karakalpak.party",
		"Another party: regional branch of MILLIY_TIKLANISH in Karakalpakstan (cabinet)",
		("Party Branch", f"{RIVAL}-{REPUBLIC}"),
		"",
	),
	(
		"initiative",
		"Initiative group of a referendum (cabinet)",
		("Participant Organization", INITIATIVE_TIN),
		"",
	),
	(PRESIDENT, "Candidate for President (cabinet)", ("", ""), "Candidate"),
	(CHAMBER, "Candidate for the Legislative Chamber in a constituency (cabinet)", ("", ""), "Candidate"),
	(LISTED, "First candidate on the list of OZLIDEP (cabinet)", ("", ""), "Candidate"),
	(NORTH, "Candidate for the Jokargi Kenes of Karakalpakstan (cabinet)", ("", ""), "Candidate"),
	(REGION, "Candidate for the Kengash of Tashkent city (cabinet)", ("", ""), "Candidate"),
	(PROXY, "Proxy of the first candidate on the list (cabinet)", ("", ""), "Proxy"),
)
"""Login, who it is, DocType and key of its body, register in which it stands."""
TITLES = {
	CENTRAL: "the Central Election Commission",
	HIGHER: "the Tashkent city territorial commission",
	NORTHERN: "the territorial commission of Karakalpakstan",
}
OFFICES = {"chair": "Chair", "secretary": "Secretary", "deputy": "Deputy Chair", "member": "Member"}
KNOWN = frozenset({"cec.chair", "regional.chair"})
"""Members whom `people` has."""


def _logins() -> tuple[Login, ...]:
	made = [
		_made(local, who, number, body, entry) for number, (local, who, body, entry) in enumerate(APPLICANTS)
	]
	members = [
		(local, commission) for commission in TITLES for local in SITTING[commission] if local not in KNOWN
	]
	for number, (local, commission) in enumerate(members, len(made)):
		office = OFFICES[local.rpartition(".")[2]]
		made.append(
			_made(
				local,
				f"{office} of {TITLES[commission]} (Desk)",
				number,
				commission=commission,
				position=office,
			)
		)
	return tuple(made)


def _made(
	local: str,
	who: str,
	number: int,
	body: tuple[str, str] = ("", ""),
	entry: str = "",
	commission: str = "",
	position: str = "",
) -> Login:
	name = names.made(FIRST_NAME + number)
	return Login(
		local,
		who,
		name.words,
		FIRST_SERIAL + number,
		female=name.is_woman,
		commission=commission,
		position=position,
		body=body,
		entry=entry,
	)


LOGINS = _logins()
