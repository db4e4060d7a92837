"""Appeals that were filed before what is owed stood in the database, and of which no register was ever asked."""

import frappe
from pypika.terms import ExistsCriterion

from esaylov.core.lifecycle import DECIDED, State
from esaylov.framework import clock

OVER = sorted(state.value for state in {*DECIDED, State.WITHDRAWN, State.DRAFT})


def execute() -> None:
	"""Safe to repeat: what was asked about, or is owed already, is left out."""
	appeal, kind, answer = (
		frappe.qb.DocType(name) for name in ("Appeal", "Appeal Type", "State Register Answer")
	)
	asked = frappe.qb.from_(answer).select(answer.name).where(answer.appeal == appeal.name)
	never = (
		frappe.qb.from_(appeal)
		.join(kind)
		.on(kind.name == appeal.appeal_type)
		.select(appeal.name)
		.where(kind.state_checks.isnotnull() & (kind.state_checks != ""))
		.where(appeal.status.notin(OVER) & appeal.checks_due_at.isnull())
		.where(ExistsCriterion(asked).negate())
		.run(pluck=True)
	)
	update = frappe.qb.update(appeal).set(appeal.checks_due_at, clock.now()).set(appeal.checks_from, 0)
	update.where(appeal.name.isin([*never, ""])).run()
