from contextlib import AbstractContextManager

def savepoint(
	catch: type[BaseException] | tuple[type[BaseException], ...] = ...,
) -> AbstractContextManager[None]: ...
