"""The framework's File, whose PDFs are checked by `readable` and not by the framework's reader."""

import frappe
from frappe.core.doctype.file.file import File as StockFile
from frappe.model.document import Document

from esaylov.framework.desk.field_levels import OURS
from esaylov.framework.errors import NotPermitted, shown
from esaylov.framework.files import readable
from esaylov.framework.files.stored_files import FILES

PDF = "PDF"
FOLDER = "/files/"


class File(StockFile):
	"""File of the framework (hook `override_doctype_class`)."""

	def validate(self) -> None:
		"""Keeps the hash of a stored file as it is, whatever a request says: the framework stores a later upload with this hash as
		this file."""
		if (before := self.get_doc_before_save()) and not FILES.is_writing:
			self.set("content_hash", before.get("content_hash"))
			self._require_known_address(before)
		super().validate()

	def _require_known_address(self, before: Document) -> None:
		"""Raises NotPermitted for another address of this site of which no file is known: the framework fails where it opens the file."""
		url = str(self.file_url or "")
		is_changed = url != before.get("file_url") and not self.flags.new_file
		if is_changed and FOLDER in url and not frappe.db.exists("File", {"file_url": url}):
			with shown():
				raise NotPermitted

	def handle_is_private_changed(self) -> None:
		"""Raises NotPermitted (`file_public`) for a stored file of a document of ours: its bytes may lie elsewhere, and it is uploaded anew."""
		doctype = self.attached_to_doctype
		if self.get_doc_before_save() and doctype and frappe.get_meta(doctype).module == OURS:
			with shown():
				raise NotPermitted(code="file_public")
		super().handle_is_private_changed()

	def check_content(self) -> None:
		"""Raises as `readable.check_paper`; services check the files of their documents themselves.

		The framework (v16) looks for scripts with a reader that has no limit on its work: pointers that lead back to where
		they begin keep a web thread busy without end.
		"""
		if self.file_type == PDF and self._content and not FILES.is_writing:
			content = self._content if isinstance(self._content, bytes) else self._content.encode()
			readable.check_paper(content, str(self.file_name))
