"""Which cases of a test each run has; the others are for `script/test --full` (ESAYLOV_FULL=1), those of full size for `--long NAME` alone (ESAYLOV_LONG=1)."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest

IS_LONG = os.environ.get("ESAYLOV_LONG") == "1"
IS_FULL = IS_LONG or os.environ.get("ESAYLOV_FULL") == "1"


def few(cases: Iterable[Any], is_kept: Callable[[Any], bool]) -> list[Any]:
	"""Cases for `parametrize`, those that are not kept marked `full`; a tuple has a value for each argument."""
	long = pytest.mark.full
	return [
		case if is_kept(case) else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=long)
		for case in cases
	]
