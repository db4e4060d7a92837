"""Waiting for a state, with a deadline far off: nowhere else do tests let time pass."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
	from playwright.sync_api import Page

Found = TypeVar("Found")
ENOUGH = 300
"""Seconds after which something is wrong, however busy the machine is."""


def until(state: Callable[[], Found], told: Callable[[], Any] = str, pause: float = 0.1) -> Found:
	"""The state once it holds (is true); an AssertionError with what `told` says when it never does."""
	ends = time.monotonic() + ENOUGH
	while not (found := state()):
		assert time.monotonic() < ends, told()
		time.sleep(pause)
	return found


def timers(page: "Page", milliseconds: int) -> None:
	"""Wait until a page's own timers of up to that length have run: it calls them in turn, however busy the machine is."""
	page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)
