"""Candidates for President in force say the seat that their party may give to one person alone, as those of constituencies do."""

import frappe

CANDIDATE, PRESIDENT = "Candidate", "PRES"


def execute() -> None:
	"""Safe to repeat. Where a party has several, the first one registered says it: which of them goes is the commission's to decide."""
	rows = frappe.get_all(
		CANDIDATE,
		{"election_type": PRESIDENT, "status": "Registered"},
		["name", "election", "party", "seat_key"],
		order_by="registered_on asc, name asc",
		limit=0,
	)
	taken = {row.seat_key for row in rows if row.seat_key}
	for row in rows:
		key = f"{row.election}|{PRESIDENT}|{row.party or ''}"
		if not row.seat_key and key not in taken:
			taken.add(key)
			frappe.db.set_value(CANDIDATE, row.name, "seat_key", key, update_modified=False)
