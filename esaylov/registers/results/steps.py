"""What a user may do with a protocol now, for screens: the steps decide for themselves."""

from frappe.model.document import Document

from esaylov.identity import service as identity
from esaylov.registers.results.opening import ARRANGING
from esaylov.registers.results.signing import OPEN, VOTING, signers_of
from esaylov.registers.results.writing import DRAFT, RECEIVED, RETURNED, SIGNED, SIGNING

ANY: tuple[str, ...] = ()
OF_PRECINCT = {
	"enter": ((DRAFT,), ANY),
	"sign": (OPEN, VOTING),
	"reopen": ((SIGNING,), ARRANGING),
	"correct": ((RETURNED,), VOTING),
}
OF_RECEIVER = {"take_in": ((SIGNED,), ARRANGING), "send_back": ((SIGNED, RECEIVED), ARRANGING)}
"""Step to the states in which it is, and the positions that take it."""


def steps_of(document: Document, user: str) -> list[str]:
	"""The steps that are open to a user today."""
	held = {one.commission: one for one in identity.positions_of(user)}
	found = []
	for commission, steps in ((document.commission, OF_PRECINCT), (document.receiver, OF_RECEIVER)):
		if commission in held:
			position = held[commission].position
			found += [
				step
				for step, (states, positions) in steps.items()
				if document.status in states and (not positions or position in positions)
			]
	mine = {one.person for one in held.values()}
	has_signed = any(one["person"] in mine for one in signers_of(document))
	return [step for step in found if not (step == "sign" and has_signed)]
