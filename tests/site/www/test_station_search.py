"""Search of polling stations: what is searched is kept by the process, and is that of the database at each question."""

import frappe
from factories.queries import rows_read

from esaylov.portal import elections
from esaylov.setup.demo import rows_of_2024
from esaylov.www.portal import station


def test_stations_of_a_word_are_read_alone(count_queries):
	rows_of_2024.load(0.1)
	districts = [row.name for row in elections.districts("1703")]
	all_of_them = station.find(districts, "")
	name = frappe.get_all("Polling Station", {"territory": ["in", districts]}, pluck="name", limit=1)[0]
	station.find(districts, "oltinchi uy")
	frappe.db.set_value("Polling Station", name, "building", "Oltinchi uy")
	assert [row.name for row in station.find(districts, "Олтинчи уй")] == [name]
	before = rows_read()
	assert len(station.find(districts, "oltinchi")) == 1
	assert rows_read() - before < frappe.db.count("Polling Station", {"territory": ["in", districts]}) + 200
	frappe.db.set_value("Polling Station", name, "is_annulled", 1)
	assert station.find(districts, "oltinchi uy") == []
	assert len(all_of_them) <= station.SHOWN + 1
	assert count_queries(lambda: station.find(districts, "oltinchi uy")) == 2
