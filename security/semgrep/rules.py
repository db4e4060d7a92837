# Samples for rules.yaml: a line below `ruleid:` must be found, a line below `ok:` must not. Never imported.
# ruff: noqa
import ssl
import subprocess

import frappe
import jinja2
import requests
from esaylov.api.endpoint import endpoint


# ruleid: whitelist-outside-endpoint
@frappe.whitelist(methods=["POST"])
def stock(value: str) -> str:
	return value


@endpoint(methods=["GET"])
def reading(name: str) -> None:
	document = frappe.get_doc("Appeal", name)
	# ruleid: write-on-get
	document.save()


@endpoint(methods=["POST"])
def writing(name: str) -> None:
	document = frappe.get_doc("Appeal", name)
	# ok: write-on-get
	document.save()


# ruleid: untyped-endpoint
@endpoint(methods=["GET"])
def untyped(name):
	return name


# ok: untyped-endpoint
@endpoint(methods=["GET"])
def typed(name: str, more: int = 0) -> str:
	return name


def queries(value: str) -> None:
	# ruleid: get-all-in-endpoint
	frappe.get_all("Person")
	# ruleid: raw-sql-with-format, get-all-in-endpoint
	frappe.db.sql(f"select name from `tabPerson` where name = '{value}'")
	# ruleid: raw-sql-with-format, get-all-in-endpoint
	frappe.db.sql("select name from `tabPerson` where name = '%s'" % value)
	# ruleid: raw-sql-with-format, get-all-in-endpoint
	frappe.db.sql("select name from `tabPerson` where name = '{}'".format(value))


def quiet(value: str) -> None:
	# ok: raw-sql-with-format
	frappe.db.get_value("Person", value)


def templates(typed_text: str) -> None:
	# ruleid: user-text-as-template
	frappe.render_template(typed_text, {})
	# ruleid: user-text-as-template
	jinja2.Template(typed_text)
	# ok: user-text-as-template
	frappe.render_template("templates/receipt.html", {"text": typed_text})


def permissions(document) -> None:
	# ruleid: unexplained-ignore-permissions
	document.save(ignore_permissions=True)
	# ok: unexplained-ignore-permissions
	document.save(ignore_permissions=True)  # the position of the acting user was asked above


# ruleid: unexplained-guest
@endpoint(methods=["GET"], guest=True)
def open_door(name: str) -> str:
	return name


# ok: unexplained-guest
@endpoint(methods=["GET"], guest=True)  # a policeman at a polling station has no login
def explained_door(name: str) -> str:
	return name


def network(address: str) -> None:
	# ruleid: request-without-timeout
	requests.get(address)
	# ok: request-without-timeout
	requests.get(address, timeout=5)
	# ruleid: certificate-not-checked
	requests.get(address, verify=False, timeout=5)
	# ruleid: certificate-not-checked
	ssl._create_unverified_context()


def logs(logger, password: str, person) -> None:
	# ruleid: secret-in-log
	logger.info("login with %s", password)
	# ruleid: secret-in-error-log
	frappe.log_error("failed", person.pinfl)
	# ok: secret-in-log
	logger.info("login of %s", person.name)


def programs(text: str) -> None:
	# ruleid: code-from-text
	eval(text)
	# ruleid: code-from-text
	subprocess.run(text, shell=True)
	# ok: code-from-text
	subprocess.run([text])
