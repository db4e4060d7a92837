"""What one step reads of the ground it stands on, such as numbers of the law and the calendar, is read once in the step."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_seen: ContextVar[dict[Any, Any] | None] = ContextVar("what a step has read", default=None)


def step(function: Callable[P, R]) -> Callable[P, R]:
	"""Decorator of a step that changes nothing of what `once` reads: from its beginning to its end each is read once."""

	@wraps(function)
	def looking(*args: P.args, **kwargs: P.kwargs) -> R:
		token = _seen.set({})
		try:
			return function(*args, **kwargs)
		finally:
			_seen.reset(token)

	return looking


def once(read: Callable[P, R]) -> Callable[P, R]:
	"""Decorator of a reading by arguments that can be compared; whoever gets its answer does not write into it."""

	@wraps(read)
	def reading(*args: P.args, **kwargs: P.kwargs) -> R:
		seen = _seen.get()
		if seen is None:
			return read(*args, **kwargs)
		key = (read, args, tuple(sorted(kwargs.items())))
		if key not in seen:
			seen[key] = read(*args, **kwargs)
		found: R = seen[key]
		return found

	return reading
