"""Party admissions in force name their commission in their key: several regional and district commissions admit one party."""

import frappe

ADMISSION, PARTS = "Party Admission", 4


def execute() -> None:
	"""Safe to repeat: only keys of three parts are touched."""
	rows = frappe.get_all(
		ADMISSION,
		{"standing_key": ["is", "set"]},
		["name", "standing_key", "commission"],
		order_by="name asc",
		limit=0,
	)
	for row in rows:
		if len(row.standing_key.split("|")) < PARTS:
			key = f"{row.standing_key}|{row.commission}"
			frappe.db.set_value(ADMISSION, row.name, "standing_key", key, update_modified=False)
