from collections.abc import Callable
from typing import Any

def transform_parameter_types(
	func: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]: ...
