# Samples of audit.yaml: `semgrep --test` looks at the marks. Nothing here is imported or run.
import os
import subprocess

import frappe

# ruleid: side-effect-at-import
CURRENT = frappe.db.get_single_value("E-saylov Settings", "current_election")
# ruleid: side-effect-at-import
DEMO = frappe.conf.get("esaylov_demo")
# ok: side-effect-at-import
NAME = "E-saylov Settings"
# ok: side-effect-at-import
LATER = lambda: frappe.conf.get("esaylov_demo")


def commits():
	# ruleid: manual-commit
	frappe.db.commit()
	# ok: manual-commit
	frappe.db.commit()  # a job: one row, one transaction


def acts(user):
	# ruleid: set-user
	frappe.set_user("Administrator")
	# ruleid: set-user
	frappe.session.user = user
	# ok: set-user
	reader = frappe.session.user
	return reader


def relaxes():
	# ruleid: relaxed-permissions
	frappe.flags.ignore_permissions = True
	# ok: relaxed-permissions
	frappe.get_doc("User", "x").save(ignore_permissions=True)  # a command of the bench


def calls(words):
	# ruleid: subprocess-outside-its-place
	subprocess.run(words)
	# ruleid: subprocess-outside-its-place
	os.system("true")
	# ok: subprocess-outside-its-place
	os.getpid()


def draws(text):
	# ruleid: template-outside-its-place
	frappe.render_template("templates/x.html", {"text": text})
	# ok: template-outside-its-place
	return frappe.utils.escape_html(text)


def says():
	# ruleid: left-in-print
	print("here")
	# ok: left-in-print
	frappe.logger("esaylov").info("here")


def patches(value):
	# ruleid: patched-framework
	frappe.throw = value
	# ok: patched-framework
	frappe.local = value


def tells():
	# ruleid: told-to-everybody
	frappe.publish_realtime("event", {})
	# ok: told-to-everybody
	frappe.publish_realtime("event", {}, user="x")


def debugs():
	# ruleid: debugging-left-in
	frappe.get_all("User", debug=True)
	# ok: debugging-left-in
	frappe.get_all("User", debug=False)
