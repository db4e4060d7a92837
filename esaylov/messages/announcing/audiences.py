"""Who a campaign goes to: kinds of people of one election, read in pages by name, so that a broken run goes on where it stopped."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from esaylov.framework import clock

REPRESENTATIVE = "Body Representative"
Row = frappe._dict
"""name, person, party, commission, commission_lft of an entry; party and commission may be None."""


@dataclass(frozen=True, slots=True)
class Audience:
	"""A kind of receivers. where: narrows the rows; `page` gives them after a name, `count` how many there are."""

	doctype: str
	where: Callable[[Table, str], Sequence[Criterion]]
	body_type: str = ""
	kind: str = ""
	is_once: bool = False
	"""Nobody gets the same template twice in an election, whichever campaign finds them."""

	def page(self, election: str, after: str, size: int) -> list[Row]:
		"""The next rows by name."""
		table = frappe.qb.DocType(self.doctype)
		columns = [table.name, table.person]
		if not self.body_type:
			columns += [table.party, table.commission, table.commission_lft]
		query = self._base(table, election).select(*columns).where(table.name > after)
		return query.orderby(table.name).limit(size).run(as_dict=True)

	def count(self, election: str) -> int:
		"""How many rows there are."""
		table = frappe.qb.DocType(self.doctype)
		return int(self._base(table, election).select(Count(table.name)).run()[0][0])

	def _base(self, table: Table, election: str) -> QueryBuilder:
		query = frappe.qb.from_(table)
		if self.body_type:
			body = frappe.qb.DocType(self.body_type)
			query = query.join(body).on((table.body == body.name) & (table.body_type == self.body_type))
			if self.kind:
				query = query.where(body.kind == self.kind)
		return query.where(Criterion.all(self.where(table, election)))


def _in_force(table: Table, election: str) -> list[Criterion]:
	return [table.election == election, table.status == "Registered"]


def _without_proxies(table: Table, election: str, days: int = 0) -> list[Criterion]:
	found = [*_in_force(table, election), table.proxies_count == 0]
	if days:
		found.append(table.registered_on <= clock.today() - timedelta(days=days))
	return found


def _today(table: Table, election: str) -> list[Criterion]:
	today = clock.today()
	return [
		(table.starts_on.isnull()) | (table.starts_on <= today),
		(table.ends_on.isnull()) | (table.ends_on >= today),
	]


AUDIENCES: Mapping[str, Audience] = {
	"candidates": Audience("Candidate", _in_force),
	"candidates_without_proxies": Audience("Candidate", partial(_without_proxies, days=7), is_once=True),
	"proxies": Audience("Proxy", _in_force),
	"observers": Audience("Observer", _in_force),
	"media": Audience("Media Representative", _in_force),
	"authorized_representatives": Audience("Authorized Representative", _in_force),
	"parties": Audience(REPRESENTATIVE, _today, "Party Branch"),
	"mahallas": Audience(REPRESENTATIVE, _today, "Participant Organization", "Mahalla"),
	"foreign_ministry": Audience(REPRESENTATIVE, _today, "Participant Organization", "Foreign Ministry"),
	"media_outlets": Audience(REPRESENTATIVE, _today, "Participant Organization", "National Media"),
}


def named(text: str) -> list[str]:
	"""The audiences of a list with commas, in its order, each once."""
	words = text.replace(";", ",").replace("\n", ",").replace(" ", "").split(",")
	return [word for word in dict.fromkeys(words) if word]


def count(kinds: Sequence[str], election: str) -> int:
	"""How many rows kinds of receivers have; somebody of two kinds counts twice."""
	return sum(AUDIENCES[kind].count(election) for kind in kinds)


def parties_of_bodies(rows: Sequence[Row]) -> dict[str, str]:
	"""The party of each Party Branch representative, by the row's name."""
	names = [row.name for row in rows if not row.get("party")]
	if not names:
		return {}
	table, branch = frappe.qb.DocType(REPRESENTATIVE), frappe.qb.DocType("Party Branch")
	query = frappe.qb.from_(table).join(branch).on(table.body == branch.name).select(table.name, branch.party)
	return dict(query.where((table.body_type == "Party Branch") & table.name.isin(names)).run())


def seats_left(election: str) -> tuple[int, Counter[str]]:
	"""All constituencies of an election, and in how many of them each party has a candidate."""
	total = frappe.db.count("Constituency", {"election": election})
	candidate = frappe.qb.DocType("Candidate")
	query = (
		frappe.qb.from_(candidate)
		.select(candidate.party, Count(candidate.constituency).distinct())
		.where((candidate.election == election) & (candidate.status == "Registered"))
		.groupby(candidate.party)
	)
	return total, Counter({party: taken for party, taken in query.run() if party})
