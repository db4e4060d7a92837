"""The Uzbek lines of certificates, worded as on the samples of the booklet (certificates.md C1, C2). Values in, text out."""

from collections.abc import Collection

FOOT = "Shaxsini tasdiqlovchi hujjat ko'rsatilganida haqiqiy hisoblanadi."
EVENTS = {
	"Official Announcement": "Saylov yakunlari rasman e'lon qilingan kunigacha amal qiladi.",
}
"""Event that ends a certificate -> the line of the paper; only wordings that a sample shows."""

CHAMBER = "O'zbekiston Respublikasi Oliy Majlisi Qonunchilik palatasi"
JOKARGI = "Qoraqalpog'iston Respublikasi Jo'qorg'i Kengesi"
PRESIDENT = "O'zbekiston Respublikasi Prezidenti saylovida"
KARAKALPAKSTAN = "1735"


def name_lines(full_name: str) -> list[str]:
	"""Surname, given name, patronymic in capitals, one line each; what follows the second word stays together."""
	return full_name.upper().split(maxsplit=2)


def organization_from(title: str) -> str:
	"""The ablative of a party's or a mahalla's title: `...partiyasi` -> `...partiyasidan`. Always -dan in Uzbek."""
	return f"{title}dan"


def scope(territory_title: str) -> str:
	"""`Shayxontohur tumani` -> `Shayxontohur tumani bo'yicha`."""
	return f"{territory_title} bo'yicha"


def elections(types: Collection[str], territory: str) -> str:
	"""At which elections: the words of sample C1 for the types held on one day; empty for types no sample words.

	types: codes of Election Type. The Jokargi Kenes is named to holders in Karakalpakstan only [ours].
	"""
	if "PRES" in types:
		return PRESIDENT
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
