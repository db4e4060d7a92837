"""Which types a user may file, their frozen versions, and what makes a type unusable."""

import json
from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories import settled

from esaylov.appeals.form_facts import offers
from esaylov.appeals.types import contracts
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.setup.demo import ground


class TestTypes:
	def test_the_branch_sees_its_type_open(self, as_user):
		as_user(make.PARTY)
		(offer,) = [offer for offer in offers.types_for(make.PARTY) if offer.code == "A56"]
		assert offer.is_open
		assert [body.name for body in offer.bodies] == ["OZLIDEP-1726277"]
		assert [row.election for row in offer.elections] == [ground.ELECTION, ground.PRESIDENTIAL]

	def test_others_are_told_why_it_is_closed(self):
		(offer,) = [offer for offer in offers.types_for(make.CHAIR) if offer.code == "A56"]
		assert (offer.is_open, offer.why_not.code) == (False, "type_not_yours")

	def test_after_the_last_day_of_notice_it_is_closed(self):
		make.move_before_election(days=9)
		(offer,) = [offer for offer in offers.types_for(make.PARTY) if offer.code == "A56"]
		assert offer.why_not.code == "window_closed"
		assert offer.why_not.article == "33"

	def test_on_the_last_day_of_notice_it_is_open(self):
		make.move_before_election(days=10)
		(offer,) = [offer for offer in offers.types_for(make.PARTY) if offer.code == "A56"]
		assert offer.is_open

	def test_the_schema_names_every_field(self):
		schema = contracts.schema("A56", "ru")
		assert set(schema["properties"]) >= {"party", "district_scope", "party_decision", "persons"}
		assert schema["properties"]["persons"]["title"] == "Наблюдатели"

	def test_the_catalogue_tells_fields_rules_route_and_effect_of_the_sixty(self):
		rows = {row["code"]: row for row in offers.catalogue()}
		assert {f"A{number:02d}" for number in range(1, 61)} <= rows.keys()
		assert all(row["fields"] and row["route"] and row["effect"] for row in rows.values())
		assert "candidates.list_position: Integer *" in rows["A07"]["fields"]
		assert "women_share(group=candidates, statute=women_share) art. 70" in rows["A07"]["rules"]
		assert (rows["A07"]["route"], rows["A07"]["effect"]) == ("commission_vote", "register_list")

	def test_a_published_change_freezes_the_next_version(self):
		before = frappe.get_doc("Appeal Type", "A56")
		before.save()
		assert before.version == frappe.db.get_value(
			"Appeal Type", "A56", "version"
		)  # nothing changed, no version
		make.change_form()
		assert frappe.db.get_value("Appeal Type", "A56", "version") == before.version + 1
		assert frappe.db.exists("Appeal Type Version", f"A56-v{before.version}")

	def test_a_version_begins_when_it_is_published_and_ends_the_day_before_the_next(self):
		former = frappe.db.get_value("Appeal Type", "A56", "version")
		first = frappe.get_doc("Appeal Type Version", f"A56-v{former}")
		frappe.db.set_value(
			"Appeal Type Version", first.name, "valid_from", clock.today() - timedelta(days=9)
		)
		before = first.definition
		document = frappe.get_doc("Appeal Type", "A56")
		document.form_rules[0].valid_from = clock.today()
		settled.saved(document)
		version = f"A56-v{document.version}"
		fields = ["valid_from", "valid_to", "definition"]
		ended = frappe.db.get_value("Appeal Type Version", first.name, fields)
		begun = frappe.db.get_value("Appeal Type Version", version, fields)
		assert ended[1:] == (clock.today() - timedelta(days=1), before)
		assert begun[:2] == (clock.today(), None)
		assert json.loads(begun[2])["rules"][0]["valid_from"] == clock.today().isoformat()

	@pytest.mark.parametrize(
		("table", "values", "code"),
		[
			("form_rules", {"rule": "no_such_rule"}, "definition_rule"),
			("form_rules", {"rule": "unique_persons", "parameters": "{}"}, "definition_rule_parameter"),
			("form_rules", {"rule": "unique_persons", "parameters": "{oops"}, "definition_json"),
			("form_fields", {"field_name": "Bad Name", "kind": "Date", "label_uz": "x"}, "definition_name"),
			(
				"form_fields",
				{"field_name": "x", "kind": "Date", "label_uz": "x", "parent_field": "y"},
				"definition_group",
			),
		],
	)
	def test_an_unusable_type_is_not_saved(self, table, values, code):
		document = frappe.get_doc("Appeal Type", "A56")
		document.append(table, values)
		with pytest.raises(FormInvalid) as refusal:
			document.save()
		assert code in [finding.code for finding in refusal.value.findings]

	def test_a_frozen_version_never_changes(self):
		row = frappe.get_doc("Appeal Type Version", "A56-v1")
		with pytest.raises((LawBroken, frappe.CannotChangeConstantError)):
			row.update({"definition": "{}"}).save(ignore_permissions=True)
		with pytest.raises(LawBroken):
			frappe.delete_doc("Appeal Type Version", "A56-v1", force=True)
