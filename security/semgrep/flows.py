# Samples of flows.yaml: a line below `ruleid:` must be found, a line below `ok:` must not. Never imported.
import subprocess
from pathlib import Path

import frappe
import requests


def asks(value):
	text = frappe.form_dict.get("text")
	column = f"select {text} from tabUser"
	# ruleid: request-to-sql
	frappe.db.sql(column)
	# ok: request-to-sql
	frappe.db.sql("select name from tabUser where name = %s", text)
	# ok: request-to-sql
	frappe.db.sql(f"select name from tabUser limit {int(text)}")


def shows():
	given = frappe.local.form_dict
	page = "<p>" + given["page"]
	# ruleid: request-to-template
	frappe.render_template(page, {})
	# ok: request-to-template
	frappe.render_template("portal/page.html", {"page": page})


def reads(request):
	name = request.form["name"]
	place = "/srv/" + name
	# ruleid: request-to-file-or-program
	Path(place).read_text()
	words = ["cat", name]
	# ruleid: request-to-file-or-program
	subprocess.run(words)
	# ok: request-to-file-or-program
	Path("/srv", "one").read_text()


def calls():
	host = frappe.local.form_dict.host
	# ruleid: request-to-another-host
	requests.get(f"https://{host}/")
	# ok: request-to-another-host
	requests.get("https://example.org/", params={"host": host})
