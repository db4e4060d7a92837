"""What no register of an election may hold, asked of the tables in plain SQL, independent of the rules of the app.

Each statement has its article and gives a row for each violation. The numbers are those of the domain files.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import frappe

MEMBERS = {"DC": (11, 21), "OKR": (9, 11), "PEC": (5, 19)}
"""Level to the least and the greatest number of members: art. 19, 21, 23."""
POSITIONS = {"DC": ("Chair", "Deputy Chair", "Secretary"), "OKR": ("Chair", "Deputy Chair", "Secretary")}
"""Level to the positions that the law names: art. 19, 21."""
PROXIES = {"PRES": 15, "LC_SMD": 10, "LC_PL": 10, "REG": 5, "JK": 5, "DC": 3}
"""Kind of election to the greatest number of a candidate's proxies: art. 43."""
SHORTEST, LONGEST, WOMEN_PERCENT, ROW, WOMEN_IN_ROW = 75, 100, 40, 5, 2
"""A party's list: its size, the share of women, and how many of so many in a row are women: art. 70."""
EXCLUDING = (
	("observer", "proxy"),
	("observer", "candidate"),
	("observer", "member"),
	("observer", "press"),
	("proxy", "member"),
	("candidate", "member"),
	("representative", "member"),
)
"""Two kinds of mandate that nobody holds at once in an election."""

# whoever a decision ends holds nothing on its day: that is taken off `ends_on`
STATEMENTS: dict[str, str] = {
	"two of a single position in a commission on one day": """
		select a.commission, a.position, least(a.name, b.name), greatest(a.name, b.name)
		from `tabCommission Membership` a join `tabCommission Membership` b
			on a.commission = b.commission and a.position = b.position and a.name < b.name
		where a.position in ('Chair', 'Deputy Chair', 'Secretary') and a.is_annulled = 0 and b.is_annulled = 0
			and a.starts_on <= ifnull(a.ends_on - interval if(a.end_decision is null, 0, 1) day, '9999-12-31')
			and b.starts_on <= ifnull(b.ends_on - interval if(b.end_decision is null, 0, 1) day, '9999-12-31')
			and a.starts_on <= ifnull(b.ends_on - interval if(b.end_decision is null, 0, 1) day, '9999-12-31')
			and b.starts_on <= ifnull(a.ends_on - interval if(a.end_decision is null, 0, 1) day, '9999-12-31')""",
	"a membership that ends before it begins": """
		select name from `tabCommission Membership` where ends_on < starts_on""",
	"a person twice in one commission": """
		select commission, person, count(*) from `tabCommission Membership`
		where is_annulled = 0 and starts_on <= %(today)s
			and ifnull(ends_on - interval if(end_decision is null, 0, 1) day, '9999-12-31') >= %(today)s
		group by commission, person having count(*) > 1""",
	"a person in two commissions": """
		select person, count(distinct commission) from `tabCommission Membership`
		where is_annulled = 0 and position <> 'Staff'
			and starts_on <= %(today)s
			and ifnull(ends_on - interval if(end_decision is null, 0, 1) day, '9999-12-31') >= %(today)s
		group by person having count(distinct commission) > 1""",
	"a person twice a candidate in one contest": """
		select election, election_type, person, count(*) from `tabCandidate` where status = 'Registered'
		group by election, election_type, person having count(*) > 1""",
	"two candidates of a party in one seat": """
		select constituency, party, count(*) from `tabCandidate`
		where status = 'Registered' and ifnull(constituency, '') <> ''
		group by constituency, party having count(*) > 1""",
	"two candidates of a party for President": """
		select election, party, count(*) from `tabCandidate` where status = 'Registered' and election_type = 'PRES'
		group by election, party having count(*) > 1""",
	"two lists of a party": """
		select election, election_type, party, count(*) from `tabCandidate List` where status = 'Registered'
		group by election, election_type, party having count(*) > 1""",
	"two candidates in one place of a list": """
		select candidate_list, list_position, count(*) from `tabCandidate`
		where status = 'Registered' and ifnull(candidate_list, '') <> ''
		group by candidate_list, list_position having count(*) > 1""",
	"a candidate of a list that is not registered": """
		select c.name from `tabCandidate` c join `tabCandidate List` l on l.name = c.candidate_list
		where c.status = 'Registered' and l.status <> 'Registered'""",
	"a candidate in a seat of another contest or election": """
		select c.name from `tabCandidate` c join `tabConstituency` s on s.name = c.constituency
		where c.status = 'Registered'
			and (s.election <> c.election or s.election_type <> c.election_type or s.is_annulled = 1)""",
	"a candidate replaced twice": """
		select c.replaces, count(*) from `tabCandidate` c left join `tabDecision` d on d.name = c.decision
		where ifnull(c.replaces, '') <> '' and c.status <> 'Annulled' and ifnull(d.status, '') <> 'Annulled'
		group by c.replaces having count(*) > 1""",
	"a candidate in another place than the one who was replaced": """
		select c.name from `tabCandidate` c join `tabCandidate` f on f.name = c.replaces
		where c.status <> 'Annulled' and (c.election_type <> f.election_type or c.party <> f.party
			or ifnull(c.constituency, '') <> ifnull(f.constituency, '')
			or ifnull(c.candidate_list, '') <> ifnull(f.candidate_list, '')
			or ifnull(c.list_position, 0) <> ifnull(f.list_position, 0))""",
	"a proxy of nobody who stands": """
		select p.name from `tabProxy` p left join `tabCandidate` c on c.name = p.candidate
		where p.status = 'Registered' and ifnull(c.status, '') <> 'Registered'""",
	"a person twice a proxy of one candidate": """
		select candidate, person, count(*) from `tabProxy` where status = 'Registered'
		group by candidate, person having count(*) > 1""",
	"a person twice an observer in one territory": """
		select election, person, territory, count(*) from `tabObserver` where status = 'Registered'
		group by election, person, territory having count(*) > 1""",
	"a person who observes for two bodies": """
		select election, person from `tabObserver` where status = 'Registered' group by election, person
		having count(distinct ifnull(nullif(party, ''), organization_title)) > 1""",
	"a person twice of one outlet": """
		select election, person, organization_title, count(*) from `tabMedia Representative`
		where status = 'Registered' group by election, person, organization_title having count(*) > 1""",
	"a citizen with a mandate and without a PINFL": """
		select r.name from (
			select name, person from `tabObserver` where status = 'Registered' and kind <> 'foreign'
			union select name, person from `tabCandidate` where status = 'Registered'
			union select name, person from `tabProxy` where status = 'Registered'
			union select name, person from `tabAuthorized Representative` where status = 'Registered') r
		join `tabPerson` p on p.name = r.person where ifnull(p.pinfl, '') = ''""",
	"more observers of a party at a station than its number": """
		select election, polling_station, party, count(*) from `tabObserver`
		where status = 'Registered' and ifnull(polling_station, '') <> '' and ifnull(party, '') <> ''
		group by election, polling_station, party
		having count(*) > (select max(cast(value as signed)) from `tabStatute`
			where `key` = 'observers_per_station' and is_active = 1)""",
	"more constituencies than a council may have": """
		select election, election_type, territory, count(*) from `tabConstituency`
		where is_annulled = 0 and election_type in ('DC', 'REG') group by election, election_type, territory
		having count(*) > if(election_type = 'DC', 30, 60)""",
	"a constituency in force that is written over": """
		select entry, decision from `tabRegister Event`
		where register = 'Constituency' and from_status = 'In Force' and to_status = 'In Force'""",
	"a valid certificate of an entry that ended": """
		select c.name from `tabCertificate` c
		left join `tabCandidate` a on a.name = c.register_name and c.register_doctype = 'Candidate'
		left join `tabProxy` b on b.name = c.register_name and c.register_doctype = 'Proxy'
		left join `tabObserver` d on d.name = c.register_name and c.register_doctype = 'Observer'
		left join `tabMedia Representative` e
			on e.name = c.register_name and c.register_doctype = 'Media Representative'
		left join `tabAuthorized Representative` f
			on f.name = c.register_name and c.register_doctype = 'Authorized Representative'
		where c.status in ('Formed', 'Valid')
			and coalesce(a.status, b.status, d.status, e.status, f.status, 'Registered') <> 'Registered'""",
}
"""Statement to the query that gives what contradicts it."""
HELD = """
	select election, person, 'observer' kind from `tabObserver` where status = 'Registered'
	union select election, person, 'proxy' from `tabProxy` where status = 'Registered'
	union select election, person, 'candidate' from `tabCandidate` where status = 'Registered'
	union select election, person, 'press' from `tabMedia Representative` where status = 'Registered'
	union select election, person, 'representative' from `tabAuthorized Representative` where status = 'Registered'
	union select '', person, 'member' from `tabCommission Membership`
		where is_annulled = 0 and position <> 'Staff'
			and starts_on <= %(today)s
			and ifnull(ends_on - interval if(end_decision is null, 0, 1) day, '9999-12-31') >= %(today)s"""
FORMED = """
	select m.commission, c.level, m.position from `tabCommission Membership` m
	join `tabElection Commission` c on c.name = m.commission
	where m.is_annulled = 0 and m.position <> 'Staff'
		and m.starts_on <= %(today)s and ifnull(m.ends_on - interval if(m.end_decision is null, 0, 1) day, '9999-12-31') >= %(today)s
		and m.commission in (select commission from `tabCommission Membership`
			where term > 0 and is_annulled = 0 and ifnull(ends_on - interval if(end_decision is null, 0, 1) day, '9999-12-31') >= %(today)s)"""
AS_LISTED = """
	select l.name roll, l.decision, c.list_position place, c.gender from `tabCandidate List` l
	join `tabCandidate` c on c.candidate_list = l.name and c.decision = l.decision
	join `tabDecision` d on d.name = l.decision
	where l.status = 'Registered' and d.kind <> 'Imported Act' order by l.name, c.list_position"""
SHORTENED = """
	select l.name, count(*) from `tabCandidate List` l
	join `tabCandidate` c on c.candidate_list = l.name and c.decision = l.decision
	join `tabDecision` d on d.name = l.decision
	where l.status = 'Registered' and d.kind <> 'Imported Act' and c.status not in ('Excluded', 'Nomination Revoked')
		and l.name in (select candidate_list from `tabCandidate` where status in ('Excluded', 'Nomination Revoked'))
	group by l.name having count(*) < %(shortest)s"""
"""Lists that a party itself made too short; whoever withdrew counts."""
PROXIES_OF = """
	select candidate, election_type, count(*) number from `tabProxy` where status = 'Registered'
	group by candidate, election_type"""
OF_PRECINCTS = """
	select m.commission, m.recommended_by from `tabCommission Membership` m
	join `tabElection Commission` c on c.name = m.commission
	where c.level = 'PEC' and m.is_annulled = 0 and m.position <> 'Staff' and m.starts_on <= %(today)s
		and ifnull(m.ends_on - interval if(m.end_decision is null, 0, 1) day, '9999-12-31') >= %(today)s"""
CYRILLIC = str.maketrans("абвгдеёжзийклмнопрстуфхъьэқғҳў", "abvgdeejziyklmnoprstufx  eqgho")

Violation = tuple[str, ...]
"""The statement, and what contradicts it."""


def violations(today: Any) -> set[Violation]:
	"""Everything that contradicts a statement on a day."""
	day = {"today": today}
	found = {
		(said, *map(str, row)) for said, query in STATEMENTS.items() for row in frappe.db.sql(query, day)
	}
	found |= set(_incompatible(frappe.db.sql(HELD, day)))
	found |= set(_compositions(frappe.db.sql(FORMED, day)))
	found |= set(_lists(frappe.db.sql(AS_LISTED)))
	shortened = frappe.db.sql(SHORTENED, {"shortest": SHORTEST})
	found |= {("a list that its party made too short", *map(str, row)) for row in shortened}
	found |= set(_proxies(frappe.db.sql(PROXIES_OF)))
	return found | set(_of_one_organization(frappe.db.sql(OF_PRECINCTS, day)))


def _incompatible(held: Sequence[tuple[str, str, str]]) -> Iterator[Violation]:
	of_election: dict[tuple[str, str], set[str]] = defaultdict(set)
	members = {person for _, person, kind in held if kind == "member"}
	for election, person, kind in held:
		of_election[election, person].add(kind)
	for (election, person), kinds in of_election.items():
		kinds = kinds | ({"member"} if election and person in members else set())
		for one, other in EXCLUDING:
			if {one, other} <= kinds:
				yield f"{one} and {other}", election, person


def _compositions(rows: Sequence[tuple[str, str, str]]) -> Iterator[Violation]:
	levels = {commission: level for commission, level, _ in rows}
	positions: dict[str, Counter[str]] = defaultdict(Counter)
	for commission, _, position in rows:
		positions[commission][position] += 1
	for commission, held in positions.items():
		least, most = MEMBERS.get(levels[commission], (1, 1000))
		if not least <= held.total() <= most:
			yield "a number of members outside the law", commission, str(held.total())
		for position in POSITIONS.get(levels[commission], ()):
			if held[position] != 1:
				yield f"a formed commission without exactly one {position}", commission, str(held[position])


def _lists(rows: Sequence[tuple[str, str, int, str]]) -> Iterator[Violation]:
	rolls: dict[str, list[bool]] = defaultdict(list)
	for roll, _, _, gender in rows:
		rolls[roll].append(gender == "Female")
	for roll, women in rolls.items():
		if not SHORTEST <= len(women) <= LONGEST:
			yield "a list outside its size", roll, str(len(women))
		if sum(women) * 100 < WOMEN_PERCENT * len(women):
			yield "a list with too few women", roll, str(sum(women))
		if any(sum(women[at : at + ROW]) < WOMEN_IN_ROW for at in range(0, len(women) - ROW + 1, ROW)):
			yield "a row of a list with too few women", roll


def _proxies(rows: Sequence[tuple[str, str, int]]) -> Iterator[Violation]:
	for candidate, kind, number in rows:
		if number > PROXIES.get(kind, 0):
			yield "more proxies than the law allows", candidate, str(number)


def _of_one_organization(rows: Sequence[tuple[str, str | None]]) -> Iterator[Violation]:
	"""A precinct commission of which one organization recommended more than half, as formed or after replacements (art. 25)."""
	named: dict[str, list[str]] = defaultdict(list)
	for commission, organization in rows:
		letters = (organization or "").lower().translate(CYRILLIC)
		named[commission].append("".join(filter(str.isalnum, letters)))
	for commission, organizations in named.items():
		counted = Counter(filter(None, organizations))
		if counted and max(counted.values()) > max(len(organizations) // 2, 1):
			yield "more than half of one organization", commission
