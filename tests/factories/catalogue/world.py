"""What the sixty types need on the site: elections in each of their windows, applicants of every kind, their records.

A process of its own (`python -m factories.catalogue.world build`), as tests over HTTP have no connection: it commits,
prints the names as JSON, and `close` ends what it opened. Elections are synthetic and stand at such a distance from today
that a type's window is open in one of them; bodies and logins stay for the next run.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

import frappe

from esaylov.framework import clock
from esaylov.setup.demo import ground
from factories import settled
from factories.catalogue import logins, records

PREFIX = "katalog-"
DAYS_AHEAD = {"early": 88, "nomination": 50, "campaign": 30}
"""Days to the election: start of the campaign and admission; nomination and registration; campaign and observers."""
CONTESTS = ("PRES", "LC_SMD", "LC_PL", "JK", "REG", "DC", "REF")
VOTERS = 1_000_000
FORMED = {
	"key": "territorial_commissions_formed",
	"title_uz": "Hududiy saylov komissiyalari tuziladi",
	"title_ru": "Образование территориальных комиссий",
	"title_en": "Territorial commissions formed",
}


def build() -> dict[str, Any]:
	"""Make the world; names by what they are."""
	close()
	run = frappe.generate_hash(length=6)
	elections = {key: _election(f"{PREFIX}{key}-{run}", days) for key, days in DAYS_AHEAD.items()}
	people = logins.make()
	return {"elections": elections, "logins": people, "links": records.make(elections, people)}


def close() -> None:
	"""End the elections of this world, so that no other test finds them open."""
	frappe.db.set_value("Election", {"code": ["like", f"{PREFIX}%"]}, "status", "Finished")


def move(days: int) -> None:
	"""Set the site's clock so many days ahead of the true time."""
	clock.move(timedelta(days=days))


def _election(code: str, days: int) -> str:
	day = clock.today() + timedelta(days=days)
	titles = {f"{short}title_{lang}": "Katalog" for lang in ("uz", "ru", "en") for short in ("", "short_")}
	settled.inserted(
		frappe.get_doc(
			{
				"doctype": "Election",
				"code": code,
				"election_day": day,
				"status": "Announced",
				"is_synthetic": 1,
				"voters_count": VOTERS,
				"election_types": [{"election_type": contest} for contest in CONTESTS],
				"source_mark": ground.MARK,
				**titles,
			}
		)
	)
	formed = {**FORMED, "starts_on": clock.today(), "ends_on": day}
	others = (stage for stage in ground.stages(day) if stage["key"] != formed["key"])
	for stage in [*others, formed]:
		settled.inserted(frappe.get_doc({"doctype": "Election Stage", "election": code, **stage}))
	return code


def main(command: str, *arguments: str) -> None:
	"""Connect, run one of the functions, commit, print what it gives."""
	frappe.init(site=os.environ.get("FRAPPE_SITE", "test.localhost"), sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	frappe.flags.mute_emails = True
	try:
		found = {"build": build, "close": close, "move": move}[command](*map(int, arguments))
		frappe.db.commit()
	finally:
		frappe.destroy()
	sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
	main(*sys.argv[1:])
