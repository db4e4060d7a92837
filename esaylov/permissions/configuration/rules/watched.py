"""What the daily comparison reads: everything guarded, and what else decides who may do what. Data, with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from esaylov.permissions.configuration.rules.guard import SHORT_TITLES, TITLES, Guard
from esaylov.permissions.configuration.rules.guarded import (
	BENCH_ONLY,
	CALLED,
	ENTRY,
	HARMLESS,
	MANAGED,
	OWN,
	TWO_PERSONS,
)


@dataclass(frozen=True, slots=True)
class Watch:
	"""A DocType whose documents are compared with the log.

	fields: those that count; all without. without: what the framework writes by itself. only: field and values of the rows
	that count; unless: of those that do not. named_by: a DocType and its field that names the rows that count. of_staff: those
	whose `user` is a login of the Desk count as well. is_followed: who is named no more holds what the log said last, or has an entry
	since. passwords_apart:
	passwords are known by a name of their own, for they change by other steps. is_busy: written by the steps of
	many people at once, or inside of deciding ones, so that its events are left to the job: each would wait for the one chain.
	hidden: fields that the log tells as keyed hashes only, for it is published. in_bulk: many rows, which imports write: their hashes
	are made by the database, and one entry tells of all that a transaction wrote (`bulk.py`).
	"""

	reason: str
	fields: tuple[str, ...] = ()
	without: tuple[str, ...] = ()
	only: tuple[str, tuple[Any, ...]] = ("", ())
	unless: tuple[str, tuple[Any, ...]] = ("", ())
	named_by: tuple[str, str] = ("", "")
	of_staff: bool = False
	is_followed: bool = False
	passwords_apart: bool = False
	is_busy: bool = False
	in_bulk: bool = False
	hidden: frozenset[str] = frozenset()

	@property
	def asks(self) -> tuple[str, ...]:
		"""Fields that say whether a row counts."""
		return tuple(field for field, _values in (self.only, self.unless) if field)

	def covers(self, row: Mapping[str, Any]) -> bool:
		"""Whether a row counts."""
		(field, values), (other, others) = self.only, self.unless
		return (not field or row.get(field) in values) and (not other or row.get(other) not in others)


EMPTY: Final = ("", None)
UNWATCHED_FIELDS: Final = frozenset(
	{"_user_tags", "_comments", "_assign", "_liked_by", "_seen", "migration_hash"}
)
"""What the framework keeps on any row."""

LOGGED: Final = {
	"System Settings": Watch("how people enter", without=("otp_sms_template",)),
	"Role": Watch("who enters the Desk, and with a second factor"),
	"Role Profile": Watch("roles of many users at once"),
	"Workflow": Watch("steps of what is decided, and who may take them"),
	"Statute": Watch("numbers of the law"),
	"Decision Rule": Watch("quorum and majority"),
	"Decision Subject": Watch("what is decided, and by whom"),
	"Decision Text": Watch("words of what is decided"),
	"Certificate Kind": Watch("papers, and who signs them"),
	"Refusal Ground": Watch("grounds of refusals"),
	"SMS Template": Watch("words that people get"),
	"Commission Membership": Watch(
		"who decides",
		fields=(
			*("person", "commission", "position", "starts_on", "ends_on"),
			*("absent_from", "absent_until", "decision", "is_annulled"),
		),
		is_busy=True,
	),
	"Body Representative": Watch(
		"who acts for a body",
		fields=("person", "body_type", "body", "starts_on", "ends_on", "is_head", "may_delegate"),
		is_busy=True,
	),
	"User": Watch(
		"who enters the Desk, and with which roles",
		fields=(
			*("enabled", "user_type", "role_profile_name", "role_profiles", "api_key", "roles"),
			*ENTRY,
			*CALLED,
		),
		hidden=frozenset(CALLED),
		only=("user_type", ("System User",)),
		passwords_apart=True,
		is_busy=True,
	),
	"Passkey": Watch(
		"who enters as whom, and confirms steps",
		fields=("user", "is_active", "credential_key", "credential"),
		hidden=frozenset({"user", "credential_key", "credential"}),
		is_busy=True,
	),
	"Integrator Key": Watch(
		"programs that act for a body or read for it",
		fields=(
			*("user", "commission", "body_type", "body", "signatory", "status", "enabled", "expires_at"),
			"scopes",
			*("per_minute", "per_day", "key_id", "secret_hash"),
		),
		hidden=frozenset({"user", "signatory", "key_id", "secret_hash"}),
		is_busy=True,
	),
	"Webhook Receiver": Watch(
		"where events are told",
		fields=("integrator_key", "url", "status", "families", "commission", "enabled", "secret"),
		hidden=frozenset({"url"}),
		is_busy=True,
	),
	"Appeal Type Version": Watch(
		"forms, rules and effects that appeals were signed with",
		fields=("appeal_type", "version", "definition_sha256", "definition"),
		is_busy=True,
	),
	"Election": Watch(
		"days from which everything is counted, and what is elected",
		fields=(
			*("code", "kind", "election_day", "called_on", "day_counting", "status", "opened_on"),
			*(
				"source_election",
				"official_announcement_on",
				"is_synthetic",
				"election_types",
				"voters_count",
			),
			*TITLES,
			*SHORT_TITLES,
		),
		is_busy=True,
	),
	"Election Stage": Watch(
		"from when and until when something may be filed",
		fields=(
			*("election", "key", "rule", "starts_on", "ends_on", "ends_at"),
			*TITLES,
		),
		is_busy=True,
	),
	**{
		name: Watch("what the portal tells everybody", fields=("status", "published"), is_busy=True)
		for name in ("Public Page", "FAQ", "Legal Act")
	},
	"Workspace": Watch(
		"what everybody's Desk shows and opens", without=("sequence_id",), only=("for_user", EMPTY)
	),
	"Workspace Sidebar": Watch("what everybody's Desk shows and opens", only=("for_user", EMPTY)),
}
"""Watched beside what is guarded."""

GROUND: Final = {
	"Constituency": "seats, where they lie, and which stations vote for them",
	"Polling Station": "where people vote",
	"Election Commission": "who stands above whom, and decides where",
	"Administrative Territory": "what lies in what",
	"Election Type": "what is elected, and which level registers for it",
	"Political Party": "who may nominate",
	"Party Branch": "who may nominate",
	"Participant Organization": "who may send observers and journalists",
	"Voter Statistic": "figures by which signatures and members are measured",
	"Appeal Type": "which form is in force, and who may file it",
}
"""What elections stand on, in thousands of rows or few: DocType to the reason."""
TREE: Final = ("lft", "rgt", "is_group", "old_parent")
"""Columns of trees that follow from who stands above whom."""

WITHOUT: Final = {
	"Scheduled Job Type": ("last_execution", "next_execution"),
	"DocType": ("last_updated",),
	"Report": ("prepared_report",),  # switched on by the framework for a slow one
	"Assignment Rule": ("last_user",),
	"Auto Repeat": ("next_schedule_date", "status"),
	"Email Account": ("uidvalidity", "uidnext", "no_failed", "last_received_at", "enable_incoming"),
}


def _out_of_force(guard: Guard) -> tuple[str, tuple[Any, ...]]:
	"""A document out of force gives nobody anything, and is compared from the day it comes into force."""
	values = (0, "0", *EMPTY) if guard.off == 0 else (guard.off, str(guard.off))
	return (guard.switch, values) if guard.switch else ("", ())


WATCHED: Final = {
	**{
		name: Watch(guard.reason, fields=guard.fields, unless=_out_of_force(guard))
		for name, guard in TWO_PERSONS.items()
		if not guard.officials
	},
	"Person": Watch(
		TWO_PERSONS["Person"].reason,
		fields=(*TWO_PERSONS["Person"].fields, "full_name"),
		named_by=("Commission Membership", "person"),
		of_staff=True,
		is_followed=True,
		is_busy=True,
	),
	**{
		name: Watch(reason, without=WITHOUT.get(name, ()), unless=HARMLESS.get(name, ("", ())))
		for name, reason in BENCH_ONLY.items()
	},
	**LOGGED,
	**{name: Watch(reason, without=TREE, is_busy=True, in_bulk=True) for name, reason in GROUND.items()},
}
"""All of them: DocType to what counts of it."""

WATCHING: Final = "esaylov.permissions.configuration.watching."
SHARING: Final = "esaylov.permissions.configuration.sharing."
BULK: Final = "esaylov.permissions.configuration.bulk."
HOLDING: Final = {"validate": WATCHING + "hold_back"}
HOLDING_EARLY: Final = {"before_validate": WATCHING + "hold_back"}
DECIDED_EVENTS: Final = {
	"onload": WATCHING + "tell_waiting",
	"on_update": WATCHING + "keep",
	"on_trash": WATCHING + "refuse_removal",
	"before_rename": WATCHING + "refuse_renaming",
}
CLOSED_EVENTS: Final = {
	**{"before_validate": WATCHING + "hold", "before_rename": WATCHING + "hold"},
	**{
		"after_rename": WATCHING + "log_renaming",
		"on_update": WATCHING + "note",
		"on_trash": WATCHING + "note",
	},
}
LOGGED_EVENTS: Final = {
	"before_validate": WATCHING + "look",
	"on_update": WATCHING + "log",
	"on_trash": WATCHING + "log",
	"after_rename": WATCHING + "log_renaming",
}
BESIDE_EVENTS: Final = {event: step for event, step in LOGGED_EVENTS.items() if event != "on_trash"}
"""Of what stands in the log whole, and of which two persons decide a part."""
BULK_EVENTS: Final = {"validate": BULK + "look", "on_update": BULK + "note", "on_trash": BULK + "note"}
SHARED_EVENTS: Final = {
	"before_validate": SHARING + "check",
	"before_rename": SHARING + "check",
	"on_trash": SHARING + "check_removal",
}

STARTED: Final = ("SMS Campaign",)
"""What two persons start, and nobody guards before."""
WAITING_EVENTS: Final = {"onload": WATCHING + "tell_waiting"}


def events() -> dict[str, dict[str, list[str]]]:
	"""What hooks.py attaches: DocType to event to functions."""
	early = {name for name, guard in TWO_PERSONS.items() if guard.is_early}
	tables = (
		(early, HOLDING_EARLY),
		(set(TWO_PERSONS) - early, HOLDING),
		(TWO_PERSONS, DECIDED_EVENTS),
		(BENCH_ONLY, CLOSED_EVENTS),
		((*OWN, *MANAGED), SHARED_EVENTS),
		(set(LOGGED) & set(TWO_PERSONS), BESIDE_EVENTS),
		(set(LOGGED) - set(TWO_PERSONS), LOGGED_EVENTS),
		(GROUND, BULK_EVENTS),
		(STARTED, WAITING_EVENTS),
	)
	attached: dict[str, dict[str, list[str]]] = {}
	for doctypes, steps in tables:
		for doctype in doctypes:
			for event, step in steps.items():
				attached.setdefault(doctype, {}).setdefault(event, []).append(step)
	return attached
