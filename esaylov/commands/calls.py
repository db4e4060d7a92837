"""One function of the app called on the site that `--site` names, and its answer printed."""

import importlib
import json
from typing import Any

import click


def call_on_site(context: click.Context, function: str, *arguments: Any, **named: Any) -> Any:
	"""What a function answers on the site; it is committed. function: its dotted path. A refusal becomes one line and exit code 1."""
	import frappe
	from frappe.exceptions import IncorrectSitePath

	from esaylov.framework.errors import EsaylovError, in_words

	sites = context.obj["sites"] if isinstance(context.obj, dict) else context.obj.sites
	if not sites or len(sites) != 1:
		raise click.ClickException("name one site: bench --site SITE ...")
	try:
		frappe.init(sites[0])
		frappe.connect()
	except IncorrectSitePath as missing:
		raise click.ClickException(
			f"There is no site {sites[0]}: the folder sites of the bench names them."
		) from missing
	module, _, name = function.rpartition(".")
	try:
		answer = getattr(importlib.import_module(module), name)(*arguments, **named)
		frappe.db.commit()  # a command of its own
		return answer
	except EsaylovError as refusal:
		raise click.ClickException(in_words(refusal, "en")) from refusal
	except frappe.ValidationError as refusal:
		raise click.ClickException(str(refusal)) from refusal
	finally:
		frappe.destroy()


def print_answer(answer: Any) -> None:
	"""A text as it is, anything else as JSON, nothing for None."""
	if answer is None:
		return
	click.echo(
		answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=1, default=str)
	)
