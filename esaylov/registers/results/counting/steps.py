"""What a user may do with a protocol now, for screens: the steps decide for themselves."""

from frappe.model.document import Document

from esaylov.core.findings import Severity
from esaylov.identity.positions import positions_of
from esaylov.registers.results.counting.entering import Entry
from esaylov.registers.results.counting.opening import ARRANGING
from esaylov.registers.results.counting.signing import OPEN, VOTING, signers_of
from esaylov.registers.results.outcome.writing import DRAFT, RECEIVED, RETURNED, SIGNED, SIGNING

PAPERS_OPEN = (DRAFT, SIGNING, SIGNED)
"""States in which scans and photographs may be added."""
OF_PRECINCT = {
	"sign": (OPEN, VOTING),
	"start_over": ((DRAFT,), ARRANGING),
	"reopen": ((SIGNING,), ARRANGING),
	"correct": ((RETURNED,), VOTING),
}
OF_RECEIVER = {"take_in": ((SIGNED,), ARRANGING), "send_back": ((SIGNED, RECEIVED), ARRANGING)}
"""Step to the states in which it is, and the positions that take it."""


def steps_of(document: Document, user: str, seen: Entry) -> list[str]:
	"""The steps that are open to a user today. seen: what `entering.entry` shows to this user."""
	held = {one.commission: one for one in positions_of(user)}
	found = []
	for commission, steps in ((document.commission, OF_PRECINCT), (document.receiver, OF_RECEIVER)):
		if commission in held:
			position = held[commission].position
			found += [
				step
				for step, (states, positions) in steps.items()
				if document.status in states and position in positions
			]
	mine = {held[one].person for one in (document.commission, document.receiver) if one in held}
	has_signed = any(one["person"] in mine for one in signers_of(document))
	if document.status == DRAFT:
		closed = {"start_over"} if not seen.finished else set()
		closed |= set() if seen.is_ready else {"sign"}
		found = [*_of_entries(seen, bool(mine)), *(step for step in found if step not in closed)]
	if document.status in PAPERS_OPEN and mine:
		found.append("add_paper")
	return [step for step in found if not (step == "sign" and has_signed)]


def _of_entries(seen: Entry, is_member: bool) -> list[str]:
	has_warning = any(one.severity is Severity.WARNING for one in seen.findings)
	steps = {
		"enter": seen.may_enter,
		"reenter": seen.is_mine_finished and bool(seen.differences),
		"explain": is_member and has_warning and seen.protocol is not None,
	}
	return [step for step, is_open in steps.items() if is_open]
