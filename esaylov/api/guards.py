"""Who may call an endpoint. A guard decides this and nothing else; what the law allows is the service's to decide.

Each is a decorator below `api.endpoint` and keeps the signature (functools.wraps), or the framework's argument check
would be lost. The last branch of each denies.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

import frappe

from esaylov.framework.errors import NotFound, NotPermitted
from esaylov.identity import bodies
from esaylov.identity.logins import step_up
from esaylov.identity.positions import positions_of
from esaylov.permissions.reach import reach

P = ParamSpec("P")
R = TypeVar("R")


def signed_in(function: Callable[P, R]) -> Callable[P, R]:
	"""Anybody who has logged in."""

	@wraps(function)
	def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
		if _user():
			return function(*args, **kwargs)
		raise NotPermitted()

	return guarded


def staff(function: Callable[P, R]) -> Callable[P, R]:
	"""A user of the Desk."""

	@wraps(function)
	def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
		user = _user()
		if user and frappe.get_cached_value("User", user, "user_type") == "System User":
			return function(*args, **kwargs)
		raise NotPermitted()

	return guarded


def fresh_factor(function: Callable[P, R]) -> Callable[P, R]:
	"""A caller who confirmed with a second factor a short while ago, where the site asks for it: below the guard that says who.

	SecondFactorNeeded otherwise (403, `second_factor_needed`).
	"""

	@wraps(function)
	def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
		step_up.require()
		return function(*args, **kwargs)

	return guarded


def applicant(function: Callable[P, R]) -> Callable[P, R]:
	"""A user who may act today for at least one body, or who is a person of their own (candidate, proxy)."""

	@wraps(function)
	def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
		user = _user()
		caller = bodies.caller_of(user) if user else None
		if user and caller and (caller.bodies or caller.person):
			with bodies.held(user, caller):
				return function(*args, **kwargs)
		raise NotPermitted()

	return guarded


def commission_staff(
	of: str,
	doctype: str = "Appeal",
	commission: str | tuple[str, ...] = "recipient",
	positions: tuple[str, ...] = (),
) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""A user with one of the positions (any without) at the commission of the document named by argument `of`, or at one of several.

	A document that the user may not even read is NotFound, as one that does not exist: its existence is not told.
	"""

	fields = [commission] if isinstance(commission, str) else list(commission)

	def decorate(function: Callable[P, R]) -> Callable[P, R]:
		@wraps(function)
		def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
			user = _user()
			name = signature(function).bind(*args, **kwargs).arguments.get(of)
			if not user or not isinstance(name, str) or not reach(user).has(doctype, [name]):
				raise NotFound()
			_require_position(user, frappe.db.get_values(doctype, name, fields)[0], positions)
			return function(*args, **kwargs)

		return guarded

	return decorate


def _require_position(user: str, commissions: tuple[str, ...], positions: tuple[str, ...]) -> None:
	allowed = [one for one in positions_of(user) if not positions or one.position in positions]
	if not any(one.commission in commissions for one in allowed):
		raise NotPermitted()


def reader(of: str, doctype: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""A user who may read the document named by argument `of`; to everybody else it is NotFound."""

	def decorate(function: Callable[P, R]) -> Callable[P, R]:
		@wraps(function)
		def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
			user = _user()
			name = signature(function).bind(*args, **kwargs).arguments.get(of)
			if user and isinstance(name, str) and reach(user).has(doctype, [name]):
				return function(*args, **kwargs)
			raise NotFound()

		return guarded

	return decorate


def holds_role(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""A user with one of the roles: for the administrator's and the auditor's own screens only."""

	def decorate(function: Callable[P, R]) -> Callable[P, R]:
		@wraps(function)
		def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
			user = _user()
			if user and set(roles) & set(frappe.get_roles(user)):
				return function(*args, **kwargs)
			raise NotPermitted()

		return guarded

	return decorate


def _user() -> str | None:
	"""The logged-in user, or None for a guest."""
	user = frappe.session.user
	return user if user and user != "Guest" else None
