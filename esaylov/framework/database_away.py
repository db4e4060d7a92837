"""The database that is away: by which errors it is known, and what an endpoint says then.

Nothing here asks the database, nor the session, which may stand in it.
"""

import json

from werkzeug.wrappers import Request, Response

from esaylov.core.formats import language as languages
from esaylov.core.texts import LANGUAGES
from esaylov.core.texts import text as core_text

OWN = "/api/method/esaylov.api."
CODE = "unavailable"
RETRY_SECONDS = 30
"""After this a caller asks again."""
UNREACHED = frozenset({2002, 2003, 2005})
"""Nobody gets a connection: there is no server at the address."""
REFUSED = frozenset({1040, 1047, 1203})
"""This one got none: there are too many, or a cluster's node is not ready."""
LOST = frozenset({0, 1053, 1927, 2006, 2013, 2055})
"""A connection that ended in the middle: the server goes down or is gone. 0 is a driver's word for one that is closed."""
READ_ONLY = frozenset({1290, 1836})
"""This node takes no writes: another one has its place by now, or will in a moment (docs/operators/cluster.md)."""
FULL = frozenset({20, 1021, 1026, 1114})
"""The disk of the database has no room: nothing was written, and it is written when there is room again."""
DRIVERS = ("pymysql", "MySQLdb")
"""v15 has the one, v16 the other; their numbers are the database's own and the same."""


def number(problem: BaseException | None) -> int | None:
	"""The number of the error that says the database is away; None where a problem has another cause.

	What was raised while such an error was handled counts too: the framework notes errors in the database.
	"""
	seen: set[int] = set()
	left = [problem]
	while left:
		one = left.pop()
		if one is None or id(one) in seen:
			continue
		seen.add(id(one))
		if (found := _own_number(one)) is not None:
			return found
		left += [one.__cause__, one.__context__]
	return None


def is_away(problem: BaseException | None) -> bool:
	"""Whether a problem comes from a database that is away."""
	return number(problem) is not None


def _own_number(problem: BaseException) -> int | None:
	first = problem.args[0] if problem.args else None
	is_of_driver = type(problem).__module__.partition(".")[0] in DRIVERS
	known = UNREACHED | REFUSED | LOST | READ_ONLY | FULL
	return first if is_of_driver and isinstance(first, int) and first in known else None


def language_of(http: Request) -> str:
	"""The language of an address, else the one asked for (`_lang`), remembered, accepted by the browser; else Uzbek."""
	named = http.path.strip("/ ").partition("/")[0]
	if named in LANGUAGES:
		return named
	asked = http.args.get("_lang")
	if asked in LANGUAGES:
		return asked
	return languages.choose(http.cookies.get(languages.COOKIE), http.accept_languages.values())


def error_without_findings(code: str, message: str) -> dict[str, object]:
	"""The envelope of a refusal that names no place, no article and no finding."""
	empty = dict.fromkeys(("field", "pointer", "article", "edition"), "")
	return {"code": code, "message": message, **empty, "required": None, "actual": None, "findings": []}


def refusal(http: Request, code: str = CODE) -> Response:
	"""What an endpoint answers (503), in the envelope of all our refusals; a stock one also what the Desk shows its reader."""
	message = core_text(code, language_of(http))
	body: dict[str, object] = {"error": error_without_findings(code, message)}
	if not http.path.startswith(OWN):
		body["_server_messages"] = json.dumps([json.dumps({"message": message, "indicator": "red"})])
	return marked(Response(json.dumps(body), mimetype="application/json"))


def marked(response: Response) -> Response:
	"""The response as one that nobody keeps and after which one asks again."""
	response.status_code = 503
	response.headers["Retry-After"] = str(RETRY_SECONDS)
	response.headers["Cache-Control"] = "no-store"
	return response
