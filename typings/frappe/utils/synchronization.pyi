from contextlib import AbstractContextManager

def filelock(
	lock_name: str, *, timeout: int = 30, is_global: bool = False
) -> AbstractContextManager[None]: ...
