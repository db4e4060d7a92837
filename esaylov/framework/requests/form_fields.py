"""A limit on the fields of a form: each costs a web thread time before anybody knows who asks."""

from io import BytesIO
from typing import IO, Any, Final

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wrappers import Request

MOST_FIELDS: Final = 1_000
"""As many as werkzeug allows parts of a multipart form; a million fields took a web thread 11 s."""


class BoundedForms(FormDataParser):
	"""Refuses (413) a form in which more fields are written than MOST_FIELDS, before it is parsed."""

	def _parse_urlencoded(self, stream: IO[bytes], *words: Any) -> Any:
		content = stream.read()
		if content.count(b"&") >= MOST_FIELDS:
			raise RequestEntityTooLarge
		return super()._parse_urlencoded(BytesIO(content), *words)


def bound_forms() -> None:
	"""Have this process refuse forms of too many fields; once."""
	Request.form_data_parser_class = BoundedForms
