"""The endpoints as the contract: read from what `api.endpoint` registered, so that nothing is written twice."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import frappe

import esaylov
from esaylov import api
from esaylov.api.endpoint import CSRF, FOREIGN, OUTSIDE
from esaylov.core.openapi import ErrorCodes, Operation, operation, raised
from esaylov.framework import database_away, errors

APP = Path(esaylov.__file__).parent


@cache
def operations() -> tuple[Operation, ...]:
	"""Every endpoint of ours by each of its methods, read once in a process."""
	return tuple(
		operation(function, name, method, function in frappe.guest_methods)
		for name, function in _endpoints()
		for method in frappe.allowed_http_methods_for_whitelisted_func[function]
	)


@cache
def error_codes() -> ErrorCodes:
	"""HTTP status -> codes of the refusals that the source can raise, read once in a process."""
	classes = {
		name: (kind.code, kind.http_status_code)
		for name, kind in vars(errors).items()
		if inspect.isclass(kind) and issubclass(kind, errors.EsaylovError)
	}
	mapped = {f"{code} {status}": (code, status) for _, code, status in FOREIGN}
	outside = {code: (code, status) for status, code in OUTSIDE.items()} | {
		database_away.CODE: (database_away.CODE, 503),
		CSRF: (CSRF, 400),
	}
	sources = (path.read_text(encoding="utf-8") for path in sorted(APP.rglob("*.py")))
	return raised(sources, {**classes, **mapped, **outside})


@cache
def resources() -> tuple[str, ...]:
	"""Our DocTypes that are no rows of another one: what the framework's own REST knows, in order."""
	documents = (json.loads(path.read_text()) for path in APP.glob("esaylov/doctype/*/*.json"))
	return tuple(sorted(one["name"] for one in documents if not one.get("istable")))


def _endpoints() -> Iterator[tuple[str, Callable[..., Any]]]:
	for module in pkgutil.iter_modules(api.__path__):
		members = vars(importlib.import_module(f"{api.__name__}.{module.name}"))
		for name, function in members.items():
			is_own = getattr(function, "__module__", "") == f"{api.__name__}.{module.name}"
			if is_own and inspect.isfunction(function) and function in frappe.whitelisted:
				yield f"{module.name}.{name}", function
