from contextlib import AbstractContextManager

from frappe.database.database import Database

def savepoint(
	catch: type[BaseException] | tuple[type[BaseException], ...] = ...,
) -> AbstractContextManager[None]: ...
def get_db(
	*,
	socket: str | None = None,
	host: str | None = None,
	user: str | None = None,
	password: str | None = None,
	port: int | None = None,
	cur_db_name: str | None = None,
) -> Database: ...
