"""The Uzbek lines of certificates, worded as on the samples of the booklet (certificates.md C1-C6). Values in, text out."""

from collections.abc import Collection

from esaylov.core.people.names import APOSTROPHES

FOOT = "Shaxsini tasdiqlovchi hujjat koʻrsatilganida haqiqiy hisoblanadi."
FOOT_OF_FOREIGNERS = (
	"USHBU MANDAT SHAXSINI TASDIQLOVCHI HUJJAT KOʻRSATILGANIDA HAQIQIY HISOBLANADI VA SAYLOV YAKUNLARI "
	"RASMAN EʼLON QILINGAN KUNGACHA AMAL QILADI"
)
EVENTS = {
	"Official Announcement": "Saylov yakunlari rasman eʼlon qilingan kunigacha amal qiladi.",
	"End of Status": "Nomzodlik maqomi tugagunga qadar amal qiladi.",
	"End of Membership": "Aʼzolik vakolati tugagunga qadar amal qiladi.",
	"End of Term": "Vakolat muddati tugagunga qadar amal qiladi.",
}
"""Event that ends a certificate -> the line of the paper; the first is that of the samples, the others are [ours]."""
POSITIONS = {
	"Chair": "Raisi",
	"Deputy Chair": "Raisi oʻrinbosari",
	"Secretary": "Kotibi",
	"Member": "Aʼzosi",
	"Staff": "Xodimi",
}
"""Position in a commission -> the word on the paper; Raisi stands on sample C6, the others are [ours]."""

COUNTRY = "Oʻzbekiston Respublikasi"
CHAMBER = "Oʻzbekiston Respublikasi Oliy Majlisi Qonunchilik palatasi"
JOKARGI = "Qoraqalpogʻiston Respublikasi Joʻqorgʻi Kengesi"
PRESIDENT = "Oʻzbekiston Respublikasi Prezidenti saylovida"
REFERENDUM = "Oʻzbekiston Respublikasi referendumida"
"""As of the President [ours]: no sample of a mandate at a referendum was found."""
KARAKALPAKSTAN = "1735"


def name_lines(full_name: str) -> list[str]:
	"""Surname, given name, patronymic, one line each; what follows the second word stays together."""
	return full_name.split(maxsplit=2)


def name(full_name: str, is_in_capitals: bool) -> str:
	"""The name as it is printed."""
	tidy = " ".join(full_name.split())
	return tidy.upper() if is_in_capitals else tidy


def initials(full_name: str) -> str:
	"""`Nizomxodjayev Z. M.` as a signer's name: `Z.M.Nizomxodjayev`; the letters Sh, Ch, O' and G' stay whole."""
	surname, *others = full_name.split()
	return "".join(f"{_first_letter(word)}." for word in others[:2]) + surname


def _first_letter(word: str) -> str:
	is_double = word[:2].lower() in ("sh", "ch") or (len(word) > 1 and word[1] in APOSTROPHES)
	return word[: 2 if is_double else 1]


def day_and_month(in_words: str) -> str:
	"""`2024-yil 27-oktabr` -> `27-OKTABR`."""
	return in_words.rpartition(" ")[2].upper()


def organization_from(title: str) -> str:
	"""The ablative of a party's or a mahalla's title: `...partiyasi` -> `...partiyasidan`. Always -dan in Uzbek."""
	return f"{title}dan"


def scope(territory_title: str) -> str:
	"""`Shayxontohur tumani` -> `Shayxontohur tumani boʻyicha`."""
	return f"{territory_title} boʻyicha"


def elections(types: Collection[str], territory: str) -> str:
	"""At which elections: the words of sample C1 for the types held on one day; empty for types no sample words.

	types: codes of Election Type. The Jokargi Kenes is named to holders in Karakalpakstan only [ours].
	"""
	if "PRES" in types:
		return PRESIDENT
	if is_referendum(types):
		return REFERENDUM
	bodies = []
	if {"LC_SMD", "LC_PL"} & set(types):
		bodies.append(CHAMBER)
	if "JK" in types and territory.startswith(KARAKALPAKSTAN):
		bodies.append(JOKARGI)
	local = (["viloyat", "Toshkent shahar"] if "REG" in types else []) + (
		["tuman", "shahar"] if {"DC", "BY"} & set(types) else []
	)
	if local:
		bodies.append(f"xalq deputatlari {', '.join(local)} Kengashi")
	return f"{', '.join(bodies)} saylovlarida" if bodies else ""


def is_referendum(types: Collection[str]) -> bool:
	"""Whether nothing but a question is voted on. types: codes of Election Type."""
	return set(types) == {"REF"}


def vote(types: Collection[str]) -> str:
	"""The word at the head of a certificate; that of a referendum is [ours]."""
	return "REFERENDUM" if is_referendum(types) else "SAYLOV"


def until(event: str, types: Collection[str]) -> str:
	"""The line that says which event ends a certificate; "" for one that no event ends."""
	line = EVENTS.get(event, "")
	return line.replace("Saylov ", "Referendum ") if is_referendum(types) else line


def candidacy(election_type: str, region: str, territory: str) -> str:
	"""`... Qonunchilik palatasi deputatligiga nomzod`: for what somebody stands.

	election_type: code of Election Type. The Chamber's words are those of sample C5, the others are [derived] from it.
	"""
	if election_type == "PRES":
		return "Oʻzbekiston Respublikasi Prezidentligiga nomzod"
	bodies = {
		"LC_SMD": CHAMBER,
		"LC_PL": CHAMBER,
		"JK": JOKARGI,
		"REG": f"xalq deputatlari {region} Kengashi",
	}
	return f"{bodies.get(election_type, f'xalq deputatlari {territory} Kengashi')} deputatligiga nomzod"


def of_candidate(candidacy: str, full_name: str) -> str:
	"""Whose proxy: capitals and the genitive of the name, as on sample C5."""
	return f"{candidacy.upper()} {full_name.upper()}ning"


def constituency(number: int | None, title: str) -> str:
	"""The constituency of a candidate; its title says the number where it has one."""
	return title or (f"{number}-saylov okrugi" if number else "")


def media_lines(registry_no: str | None, website: str | None) -> tuple[str, str]:
	"""The small lines of sample C4: where the outlet is registered, and its website."""
	return f"OAV/roʻyx. {registry_no or ''}".strip(), f"OAV veb-sahifasi {website or ''}".strip()
