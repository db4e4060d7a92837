from collections.abc import Iterable
from typing import Any

def test_password_strength(password: str, user_inputs: Iterable[object]) -> dict[str, Any]: ...
