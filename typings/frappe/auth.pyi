"""What a request has of its login."""

from datetime import datetime
from typing import Any, Literal

class LoginManager:
	user: str | None
	def login(self) -> Literal[False] | None: ...
	def login_as(self, user: str) -> None: ...
	def clear_cookies(self) -> None: ...
	def logout(self, arg: str = "", user: str | None = None) -> None: ...

class CookieManager:
	cookies: dict[str, dict[str, Any]]
	to_delete: list[str]
	def set_cookie(
		self,
		key: str,
		value: str,
		expires: datetime | None = None,
		secure: bool = False,
		httponly: bool = False,
		samesite: str = "Lax",
		max_age: int | None = None,
	) -> None: ...
	def delete_cookie(self, to_delete: str | list[str]) -> None: ...

def get_login_attempt_tracker(key: str, raise_locked_exception: bool = True) -> Any: ...
