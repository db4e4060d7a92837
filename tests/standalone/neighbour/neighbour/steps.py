"""A small app that lives on the site before E-saylov comes and after it has gone: something of everything."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_field
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

USER = "neighbour@neighbour.example"
BADGE = {"fieldname": "neighbour_badge", "label": "Badge", "fieldtype": "Data", "module": "Neighbour"}


def installed():
	create_custom_field("User", BADGE)
	make_property_setter("ToDo", "description", "description", "Ours", "Text")
	frappe.get_doc(doctype="Workflow State", workflow_state_name="Registered").insert()
	frappe.get_doc(doctype="Workflow State", workflow_state_name="Stamped").insert()
	papers = [
		frappe.get_doc(doctype="Neighbour Paper", subject=f"paper {place}").insert() for place in range(3)
	]
	user = frappe.get_doc(doctype="User", email=USER, first_name="Neighbour", neighbour_badge="7")
	user.append("roles", {"role": "Neighbour Reader"})
	user.append("block_modules", {"module": "Website"})
	user.flags.no_welcome_mail = True
	user.insert()
	papers[0].add_comment("Comment", "seen")
	frappe.get_doc(
		doctype="User Permission", user=USER, allow="Neighbour Paper", for_value=papers[0].name
	).insert()
	frappe.get_doc(
		doctype="Report", report_name="Papers", ref_doctype="Neighbour Paper", report_type="Report Builder"
	).insert()
	frappe.get_doc(
		doctype="File",
		file_name="neighbour.txt",
		content="paper",
		attached_to_doctype="Neighbour Paper",
		attached_to_name=papers[0].name,
	).insert()
	frappe.db.set_default("neighbour", "here")


def hear(doc, event=None):
	frappe.flags.neighbour_heard = (frappe.flags.neighbour_heard or 0) + 1


def daily():
	pass
