"""Certificates beside what the chains say of them: whether, how and by which decision each ended, which its token does not say."""

import json

import frappe

from esaylov.framework import clock
from esaylov.registers.certificates.issue.ending import CERTIFICATE, EXPIRED, REPLACED, REVOKED
from esaylov.trust.chains import walking

ENDED, REISSUED = "certificate.ended", "certificate.reissued"
End = tuple[str, str]
"""State, and the decision that ended it; "" where it was issued again."""


def not_as_chained() -> list[str]:
	"""Certificates that ended without an event or stand in spite of one, or whose state is not that of their day and paper."""
	said, stands = _said(), _stand()
	wrong = {name for name, end in stands.items() if end not in said.get(name, ())}
	# mostly none: those that are there stand in spite of their events
	left = {"name": ["in", [*(said.keys() - stands.keys()), ""]]}
	return sorted({*wrong, *frappe.get_all(CERTIFICATE, left, pluck="name", limit=0), *_untimely()})


def _said() -> dict[str, set[End]]:
	"""By certificate, its possible ends. An event of an earlier version does not tell one that was replaced from one revoked."""
	said: dict[str, set[End]] = {}
	for event in walking.walk((ENDED, REISSUED)):
		body = json.loads(event.body)
		if event.kind == REISSUED:
			said.setdefault(body["replaced"], set()).add((REPLACED, ""))
			continue
		for name in body["certificates"]:
			states = (REPLACED, REVOKED) if "replaced" not in body else (_state(name, body["replaced"]),)
			said.setdefault(name, set()).update((state, body["decision"]) for state in states)
	return said


def _state(name: str, replaced: list[str]) -> str:
	return REPLACED if name in replaced else REVOKED


def _stand() -> dict[str, End]:
	fields = ["name", "status", "end_decision", "replaced_by"]
	ended = {"status": ["in", [REPLACED, REVOKED]]}
	rows = frappe.get_all(CERTIFICATE, ended, fields, order_by="name asc", limit=0)
	return {row.name: (row.status, "" if row.replaced_by else row.end_decision or "") for row in rows}


def _untimely() -> list[str]:
	"""Those that are expired before their last day is over, or not yet valid though they have their paper."""
	row = frappe.qb.DocType(CERTIFICATE)
	early = (row.status == EXPIRED) & (row.valid_until.isnull() | (row.valid_until >= clock.today()))
	drawn = (row.status == "Formed") & (row.pdf != "")
	found: list[str] = frappe.qb.from_(row).select(row.name).where(early | drawn).run(pluck=True)
	return found
