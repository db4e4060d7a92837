"""What granting an appeal would claim, end or rest on (a person in a contest, a seat, a mandate, a party's admission).

Asked before anybody votes or signs; `core.rules.conflicts` says what follows. The unique indexes of `entries.ONCE` and the
locked entries decide at the signature. This forecasts what they will say for many appeals at once, in a number of queries that
does not grow with them; it writes and locks nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Param, Severity
from esaylov.core.rules.conflicts import Act, Mode, Use, conflicts
from esaylov.elections import statutes
from esaylov.registers.effects import parties, proxies
from esaylov.registers.entries import entries, said_now
from esaylov.registers.entries.grants import definition_of
from esaylov.registers.outcome_rules import outcome_checks, voted_candidates
from esaylov.registers.outcome_rules.asked_rows import AskedRows, read_asked

CANDIDATE, LIST, PROXY = "Candidate", "Candidate List", "Proxy"
NOT_ADMITTED = parties.NOT_ADMITTED
ELSEWHERE, REPLACING = "entry_elsewhere", "replace_candidate"
"""A candidate who is replaced may be another commission's: the seat decides who replaces."""


@dataclass(frozen=True, slots=True)
class Contest:
	"""Why a row cannot be granted. number: of the appeal that claims the same, where another one does (`entry_claimed`)."""

	path: str
	code: str
	number: str = ""
	article: str = ""
	params: Mapping[str, Param] | None = None
	"""Values of the message, where the result would break the law (`core.rules.result_rules.outcomes`)."""


def claims_anything(appeal: Document | frappe._dict) -> bool:
	"""Whether granting an appeal of this type and version may claim, end or rest on what others may."""
	return definition_of(appeal)["effect"] in _USES


def contests(asked: Mapping[str, Collection[str] | None]) -> dict[str, list[Contest]]:
	"""Before a vote or a signature: appeals to what stands in the way of granting some of their rows, as the registers stand.

	asked: name of an appeal to the paths of the rows to be granted (None: of all), in the order in which they are to be decided: where two
	claim the same, or one rests on what the other ends, the later one is contested. Those that nothing contests are not
	named. Writes and locks nothing; the effect decides.
	"""
	read = read_asked(asked, CHECKED)
	wanted = [one for one in read if one.definition["effect"] in _USES]
	acts = _acts(wanted)
	found: dict[str, list[Contest]] = defaultdict(list)
	for name, against in unlawful(read).items():
		found[name] += against
	for one in wanted:
		found[one.appeal.name] += [*_not_admitted(one), *_voted(one)]
	for name, against in _elsewhere(wanted, acts).items():
		found[name] += against
	able = [act for act in acts if not found[act.name]]
	for name, against_it in conflicts(able, said_now.of(able)).items():
		found[name] += [Contest(one.path, one.code, one.number) for one in against_it]
	return {appeal: contested for appeal, contested in found.items() if contested}


def unlawful(read: Sequence[AskedRows]) -> dict[str, list[Contest]]:
	"""By appeal, the errors of the rules over the result: what of it could not be signed."""
	found: dict[str, list[Contest]] = {}
	for name, findings in outcome_checks.findings_of(read).items():
		errors = [one for one in findings if one.severity is Severity.ERROR]
		if errors:
			found[name] = [
				Contest(one.path, one.code, article=one.article, params=one.params) for one in errors
			]
	return found


def acts_of(asked: Mapping[str, Collection[str] | None]) -> list[Act]:
	"""What granting these rows would do, for those appeals whose effect claims something; asked: as `contests`."""
	return _acts(read_asked(asked, _USES))


def _acts(wanted: Sequence[AskedRows]) -> list[Act]:
	return [
		Act(
			one.appeal.name,
			one.appeal.number or "",
			tuple(_USES[one.definition["effect"]](one)),
			one.appeal.recipient or "",
		)
		for one in wanted
	]


def _takes(path: str, register: str, key: str, parts: Sequence[str], frees: str = "") -> Use:
	return Use(path, Mode.TAKES, f"{register}|{key}|{'|'.join(parts)}", frees and f"{register}|{frees}")


def _of_candidate(one: AskedRows, frees_key: str = "") -> Iterator[Use]:
	admissions: dict[str, str] = {}
	for path, row in one.rows:
		kind, constituency = one.kind(row), str(one.mapped("constituency", row) or "")
		frees = str(one.mapped(frees_key, row) or "") if frees_key else ""
		yield _takes(path, CANDIDATE, "standing_key", (one.appeal.election, kind, one.person(row)), frees)
		if seat := entries.seat_of(constituency, kind):
			yield _takes(path, CANDIDATE, "seat_key", (one.appeal.election, seat, one.party), frees)
		if constituency:
			yield Use(path, Mode.NEEDS, f"{said_now.CONSTITUENCY}|{constituency}")
		if kind not in admissions:
			admissions[kind] = _admission(one, kind)
		if admissions[kind]:
			yield Use(path, Mode.NEEDS, f"{parties.ADMISSION}|{admissions[kind]}")


def _admission(one: AskedRows, kind: str) -> str:
	"""The one admission that a nomination rests on, where its type asks for one; of several none is needed for itself."""
	if parties.admission_article(one.definition) is None:
		return ""
	names = parties.admissions(one.party, one.appeal.election, [kind], _place(one))
	return names[0] if len(names) == 1 else ""


def _of_admission(one: AskedRows) -> Iterator[Use]:
	for path, row in one.rows:
		parts = (
			one.appeal.election,
			one.kind(row),
			str(one.mapped("party", row) or ""),
			one.appeal.recipient,
		)
		yield _takes(path, parties.ADMISSION, "standing_key", parts)


def _of_replacement(one: AskedRows) -> Iterator[Use]:
	"""Who still stands ends with it; who left before, the usual case, is ended no more."""
	replaced = {path: f"{CANDIDATE}|{one.mapped('replaced', row) or ''}" for path, row in one.rows}
	held = said_now.in_force(list(replaced.values()))
	yield from (Use(path, Mode.ENDS, key) for path, key in replaced.items() if key in held)
	for path, row in one.rows:
		yield _takes(path, CANDIDATE, "replaces", (str(one.mapped("replaced", row) or ""),))
	yield from _of_candidate(one, "replaced")


def _of_list(one: AskedRows) -> Iterator[Use]:
	if one.rows:
		path, row = one.rows[0]
		party = str(one.mapped("party", row) or one.party)
		yield _takes(path, LIST, "standing_key", (one.appeal.election, one.kind(row), party))
	yield from _of_candidate(one)


def _of_proxies(one: AskedRows) -> Iterator[Use]:
	is_own = one.appeal.applicant_body_type == CANDIDATE
	is_limited = bool(proxies.limit_rules(one.definition, one.day))
	for path, row in one.rows:
		candidate = one.appeal.applicant_body if is_own else str(one.mapped("candidate", row) or "")
		yield Use(path, Mode.NEEDS, f"{CANDIDATE}|{candidate}")
		yield _takes(path, PROXY, "standing_key", (candidate, one.person(row)))
		if is_limited:
			yield Use(path, Mode.FILLS, f"{_limit(one)}|{candidate}")


def _limit(one: AskedRows) -> int:
	rules = proxies.limit_rules(one.definition, one.day)
	return min(statutes.number(rule["parameters"]["statute"], one.day) for rule in rules)


def _of_leaving(one: AskedRows) -> Iterator[Use]:
	for path, row in one.rows:
		yield Use(path, Mode.ENDS, f"{CANDIDATE}|{one.mapped('candidate', row) or ''}")
		if registered := one.mapped("list", row):
			yield Use(path, Mode.NEEDS, f"{LIST}|{registered}")


def _of_mandate(one: AskedRows) -> Iterator[Use]:
	"""The entry that a certificate belongs to ends; that of a proxy rests on its candidate."""
	for path, row in one.rows:
		register, name = one.entry(row)
		yield Use(path, Mode.ENDS, f"{register}|{name}")
		if register == PROXY:
			candidate = str(frappe.db.get_value(PROXY, name, "candidate") or "")
			yield Use(path, Mode.NEEDS, f"{CANDIDATE}|{candidate}")
			if one.person(row):
				yield _takes(path, PROXY, "standing_key", (candidate, one.person(row)), name)


_USES: Mapping[str, Callable[[AskedRows], Iterator[Use]]] = {
	"admit_party": _of_admission,
	"register_candidate": _of_candidate,
	"replace_candidate": _of_replacement,
	"register_list": _of_list,
	"register_proxy": _of_proxies,
	"withdraw_candidate": _of_leaving,
	"revoke_nomination": _of_leaving,
	"exclude_from_list": _of_leaving,
	"replace_proxy": _of_mandate,
	"revoke_mandate": _of_mandate,
	"replace_observer": _of_mandate,
	"replace_media_representative": _of_mandate,
	"replace_authorized_representative": _of_mandate,
}
"""Effects that write what may stand once only, or rest on what others may end, and are asked for by many who do not know of
each other."""


CHECKED = frozenset({*_USES, *outcome_checks.EFFECTS})
"""Effects whose rows may be contested."""


def _place(one: AskedRows) -> str:
	return str(frappe.get_cached_value("Election Commission", one.appeal.recipient, "territory") or "")


def _not_admitted(one: AskedRows) -> list[Contest]:
	"""The party is not admitted to the election of a row, where the type's rules ask for that."""
	article = parties.admission_article(one.definition)
	if article is None:
		return []
	kinds = {path: one.kind(row) for path, row in one.rows}
	admitted = {
		kind: parties.is_admitted(one.party, one.appeal.election, [kind], _place(one))
		for kind in set(kinds.values())
	}
	return [
		Contest(path, NOT_ADMITTED, article=article) for path, kind in kinds.items() if not admitted[kind]
	]


def _elsewhere(wanted: Sequence[AskedRows], acts: Sequence[Act]) -> dict[str, list[Contest]]:
	"""By appeal, the entries that it would end and that another commission wrote: only that one ends them."""
	ended = [
		(act, use)
		for one, act in zip(wanted, acts, strict=True)
		if one.definition["effect"] != REPLACING
		for use in act.uses
		if use.mode is Mode.ENDS
	]
	wrote = said_now.written_by([use.key for _, use in ended])
	found: dict[str, list[Contest]] = defaultdict(list)
	for act, use in ended:
		if wrote.get(use.key, act.commission) != act.commission:
			found[act.name].append(Contest(use.path, ELSEWHERE))
	return found


def _voted(one: AskedRows) -> list[Contest]:
	"""A candidate would leave on election day or later."""
	if one.definition["effect"] not in voted_candidates.ENDING:
		return []
	day = voted_candidates.find_day(one.appeal.election)
	return [
		Contest(
			path,
			voted_candidates.CODE,
			article=voted_candidates.ARTICLE,
			params=voted_candidates.params_of(day),
		)
		for path, _ in one.rows
		if day
	]
