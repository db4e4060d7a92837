"""Documents that only one service writes: registers, certificates, messages.

The mark lives in a context variable and not on the document, so nothing that arrives by REST, import, the Desk or a
server script can carry it, and Administrator has no way round it either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from frappe.model.document import Document

from esaylov.framework.errors import LawBroken


class WriteGuard:
	"""The right of one service to write one kind of document."""

	def __init__(self, what: str) -> None:
		self._open: ContextVar[bool] = ContextVar(f"sole writer of {what}", default=False)

	@contextmanager
	def writing(self) -> Iterator[None]:
		"""Inside this block documents of the kind may be written."""
		token = self._open.set(True)
		try:
			yield
		finally:
			self._open.reset(token)

	@property
	def is_writing(self) -> bool:
		"""Whether the service is at work in this context."""
		return self._open.get()

	def check(self, document: Document) -> None:
		"""Refuse a write from outside; raises LawBroken."""
		if not self._open.get():
			raise LawBroken({"doctype": document.doctype}, article="own design")
