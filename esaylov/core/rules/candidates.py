"""Candidates and their lists (*nomzod*, *nomzodlar roʻyxati*): Election Code art. 40, 42, 70-72; proxies: art. 43."""

import re
from collections.abc import Iterable, Sequence

from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.people.identity import Gender
from esaylov.core.rules.people import not_asked
from esaylov.core.rules.registry import (
	LIST,
	Answers,
	Contest,
	Facts,
	at,
	gender,
	number,
	place,
	rows,
	rule,
	text,
)

OWN_OR_NONE = frozenset({"Member", "Non-party"})
"""Answers of party membership that let a candidate stand; equal to the options of Candidate.party_membership."""

_OFFICES = re.compile(
	r"\b(?:hokim|ҳоким|хоким|prokuror|prokuratura|прокурор|прокуратур|sudya|судь[яиюе]|судей"
	r"|sud(?:i|ga|da|ning|lar|lari)?\b|суд(?:а|е|и|га|да|нинг|лар|лари)?\b)",
	re.IGNORECASE,
)
"""Hokims, prosecutors and courts as a workplace names them in Uzbek and Russian: words that ask for a look (own design)."""

_SERVICES = re.compile(
	r"qurolli kuchlar|қуролли кучлар|вооруж[её]нн\w+ сил|harbiy (?:qism|xizmat)|ҳарбий (?:қисм|хизмат)|воинск\w+ част|военнослуж"
	r"|\bqoʻshin|\bқўшин|\bвойск|chegara\b|чегара\b|погранич|mudofaa|мудофаа|\bобороны\b"
	r"|ichki ishlar|ички ишлар|внутренних дел|\b(?:IIV|IIB|IIBB|IIO|ИИВ|ИИБ|ИИББ|ИИО|[УГР]?О?УВД|ОВД|РОВД|МВД|MVD)\b"
	r"|davlat xavfsizlik|давлат хавфсизлик|государственн\w+ безопасност|\b(?:DXX|ДХХ|СГБ|SGB)\b"
	r"|milliy gvardiya|миллий гвардия|национальн\w+ гварди|bojxona|божхона|тамож"
	r"|favqulodda vaziyat|фавқулодда вазият|чрезвычайн\w+ ситуаци|\b(?:FVV|ФВВ|МЧС)\b",
	re.IGNORECASE,
)
"""Armed forces, security, National Guard, interior, border, emergencies and customs in Uzbek and Russian: words that ask for a look (own
design after [old: art. 71, 90]). The sign of oʻ is ʻ."""
_CLERGY = re.compile(
	r"\bimom\b(?!\s+(?:al-)?buxoriy)|\bимом\b(?!\s+(?:ал-)?бухорий)|\bимам\b(?!\s+(?:аль-)?бухари)"
	r"|masjid|масжид|мечет|ruhoniy|руҳоний|священник",
	re.IGNORECASE,
)
"""Clergy, likewise [old: art. 61, 71, 90]."""
_SIGNS = str.maketrans(dict.fromkeys("'`‘’ʼ", "ʻ"))


@rule("list_size", over=LIST)
def list_size(
	answers: Answers, facts: Facts, article: str, *, group: str, minimum_statute: str, maximum_statute: str
) -> list[Finding]:
	"""`list_too_short` or `list_too_long` for a number of rows outside the limits of two Statutes."""
	least, most = facts.statute(minimum_statute), facts.statute(maximum_statute)
	count = len(list(rows(answers, group)))
	if count < least:
		return [Finding("list_too_short", group, article=article, params={"limit": least, "number": count})]
	if count > most:
		return [Finding("list_too_long", group, article=article, params={"limit": most, "number": count})]
	return []


@rule("women_share", over=LIST)
def women_share(answers: Answers, facts: Facts, article: str, *, group: str, statute: str) -> list[Finding]:
	"""`women_share_low` when fewer of the persons than the Statute's percent are women, rounded up.

	Persons of unknown gender may be women: where the share depends on them, each gets the warning.
	"""
	share = facts.statute(statute)
	persons = [(path, row, gender(row)) for path, row in rows(answers, group)]
	women = sum(said == Gender.FEMALE for _, _, said in persons)
	unknown = [(path, row) for path, row, said in persons if not said]
	needed = -(-len(persons) * share // 100)
	if women >= needed:
		return []
	if women + len(unknown) >= needed:
		return [not_asked(path, row, "gender", article) for path, row in unknown]
	params: dict[str, Param] = {"share": share, "needed": needed, "number": women}
	return [Finding("women_share_low", group, article=article, params=params)]


@rule("women_nominees", "party_nominees", "party_women")
def women_nominees(
	answers: Answers, facts: Facts, article: str, *, statute: str, group: str = ""
) -> list[Finding]:
	"""The warning `women_nominees_low` where this nominee leaves the party with fewer women than the Statute's percent, rounded down.

	A warning alone, since the share is that of all its nominees and more may follow [ours]; silent for a woman, and where the
	gender is unknown.
	"""
	share, nominees = facts.statute(statute), facts.count("party_nominees")
	named = [(path, row, gender(row)) for path, row in rows(answers, group)]
	women = facts.count("party_women") + sum(said != Gender.MALE for _, _, said in named)
	number_of_all = nominees + len(named)
	if women >= number_of_all * share // 100:
		return []
	params: dict[str, Param] = {"share": share, "all": number_of_all, "number": women}
	return [
		Finding("women_nominees_low", place(path, row), Severity.WARNING, article, params)
		for path, row, said in named
		if said == Gender.MALE
	]


@rule("women_in_row", over=LIST)
def women_in_row(
	answers: Answers, facts: Facts, article: str, *, group: str, statute: str, row_statute: str
) -> list[Finding]:
	"""`women_apart` for the first run of neighbours on the list, as long as `row_statute`, with fewer women than `statute`.

	A list shorter than a run is measured by its share alone. Persons of unknown gender may be women (`women_share` warns).
	"""
	needed, length = facts.statute(statute), facts.statute(row_statute)
	placed = sorted(
		(number(row, "list_position") or nth, nth, gender(row))
		for nth, (_, row) in enumerate(rows(answers, group), 1)
	)
	may_be = [not said or said == Gender.FEMALE for _, _, said in placed]
	for start in runs_apart(may_be, length, needed)[:1]:
		params: dict[str, Param] = {
			"first": start + 1,
			"last": start + length,
			"number": sum(may_be[start : start + length]),
			"row": length,
			"needed": needed,
		}
		return [Finding("women_apart", group, article=article, params=params)]
	return []


def runs_apart(are_women: Sequence[bool], length: int, needed: int) -> list[int]:
	"""Where the runs of so many neighbours begin that have fewer women than needed; places count from 0."""
	starts = range(len(are_women) - length + 1)
	return [start for start in starts if sum(are_women[start : start + length]) < needed]


@rule("list_positions")
def list_positions(
	answers: Answers, facts: Facts, article: str, *, group: str, field: str = "list_position"
) -> list[Finding]:
	"""`list_position_outside` and `list_position_repeated`: the rows hold the positions 1 to n, each once."""
	placed = list(rows(answers, group))
	first: dict[int, int] = {}
	found = []
	for row_number, (path, row) in enumerate(placed, 1):
		position = number(row, field)
		if position is None:
			continue
		if not 1 <= position <= len(placed):
			params: dict[str, Param] = {"last": len(placed)}
			found.append(Finding("list_position_outside", at(path, field), article=article, params=params))
		elif position in first:
			params = {"row": first[position]}
			found.append(Finding("list_position_repeated", at(path, field), article=article, params=params))
		else:
			first[position] = row_number
	return found


@rule("one_candidate_per_constituency", "party_candidates_in_constituency")
def one_candidate_per_constituency(answers: Answers, facts: Facts, article: str) -> list[Finding]:
	"""`constituency_taken` when the party has a candidate in the answered constituency, `president_nominated` when it has one for President."""
	if facts.count("party_candidates_in_constituency") < 1:
		return []
	if text(answers, "constituency"):
		return [Finding("constituency_taken", "constituency", article=article)]
	return [Finding("president_nominated", "party", article=article)]


@rule("party_admitted", "party_admissions")
def party_admitted(answers: Answers, facts: Facts, article: str, *, field: str = "party") -> list[Finding]:
	"""`party_not_admitted` when no admission in force of the nominating party covers the election.

	Admission: art. 37, 69 [law]; that nobody is nominated or registered before it [derived].
	"""
	if facts.count("party_admissions") > 0:
		return []
	return [Finding("party_not_admitted", field, article=article)]


@rule("proxy_limit", "proxies_registered")
def proxy_limit(answers: Answers, facts: Facts, article: str, *, group: str, statute: str) -> list[Finding]:
	"""`proxies_too_many` when those registered and those asked for are more than the Statute allows."""
	limit, registered = facts.statute(statute), facts.count("proxies_registered")
	asked = len(list(rows(answers, group)))
	if registered + asked <= limit:
		return []
	params: dict[str, Param] = {"limit": limit, "registered": registered, "left": max(limit - registered, 0)}
	params["number"] = registered + asked
	return [Finding("proxies_too_many", group, article=article, params=params)]


@rule("incompatible_office")
def incompatible_office(
	answers: Answers, facts: Facts, article: str, *, group: str = "", field: str = "workplace_position"
) -> list[Finding]:
	"""The warning `office_incompatible` for a workplace that names a hokim, a prosecutor or a court."""
	found = []
	for path, row in rows(answers, group):
		workplace = text(row, field)
		if not workplace:
			found.append(not_asked(path, row, "workplace", article))
		elif _OFFICES.search(workplace):
			found.append(Finding("office_incompatible", at(path, field), Severity.WARNING, article))
	return found


@rule("not_in_service")
def not_in_service(
	answers: Answers,
	facts: Facts,
	article: str,
	*,
	group: str = "",
	field: str = "workplace_position",
	contest: Contest = "",
) -> list[Finding]:
	"""The warning `service_incompatible` for a workplace that names an armed service or professional clergy.

	A workplace that nobody knows is told by `incompatible_office`.
	"""
	words = (_SERVICES, _CLERGY)
	return _named_at_work(answers, group, field, words, article) if facts.is_about(contest) else []


@rule("not_clergy")
def not_clergy(
	answers: Answers,
	facts: Facts,
	article: str,
	*,
	group: str = "",
	field: str = "workplace_position",
	contest: Contest = "",
) -> list[Finding]:
	"""The warning `service_incompatible` for a workplace that names professional clergy; service bars no presidential candidate."""
	return _named_at_work(answers, group, field, (_CLERGY,), article) if facts.is_about(contest) else []


def _named_at_work(
	answers: Answers, group: str, field: str, words: Iterable[re.Pattern[str]], article: str
) -> list[Finding]:
	return [
		Finding("service_incompatible", at(path, field), Severity.WARNING, article)
		for path, row in rows(answers, group)
		if any(word.search((text(row, field) or "").translate(_SIGNS)) for word in words)
	]


@rule("resident")
def resident(
	answers: Answers, facts: Facts, article: str, *, statute: str, group: str = "", contest: Contest = ""
) -> list[Finding]:
	"""The warning `residence_unknown` for each person: no register that is asked tells how long somebody lived in the country.

	It stands with the appeal for the commission, which looks at the papers.
	"""
	if not facts.is_about(contest):
		return []
	params: dict[str, Param] = {"years": facts.statute(statute)}
	return [
		Finding("residence_unknown", place(path, row), Severity.WARNING, article, params)
		for path, row in rows(answers, group)
	]


@rule("no_other_party")
def no_other_party(
	answers: Answers, facts: Facts, article: str, *, group: str = "", field: str = "party_membership"
) -> list[Finding]:
	"""`other_party_member` for a person who is neither a member of the nominating party nor without a party."""
	said = [(path, text(row, field)) for path, row in rows(answers, group)]
	return [
		Finding("other_party_member", at(path, field), article=article)
		for path, membership in said
		if membership and membership not in OWN_OR_NONE
	]
