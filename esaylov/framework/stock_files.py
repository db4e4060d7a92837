"""The framework's File, whose PDFs are checked by `readable` and not by the framework's reader."""

from frappe.core.doctype.file.file import File as StockFile

from esaylov.framework import readable
from esaylov.framework.stored_files import FILES

PDF = "PDF"


class File(StockFile):
	"""File of the framework (hook `override_doctype_class`)."""

	def check_content(self) -> None:
		"""Raises as `readable.check_paper`; services check the files of their documents themselves.

		The framework (v16) looks for scripts with a reader that has no limit on its work: pointers that lead back to where
		they begin keep a web thread busy without end.
		"""
		if self.file_type == PDF and self._content and not FILES.is_writing:
			content = self._content if isinstance(self._content, bytes) else self._content.encode()
			readable.check_paper(content, str(self.file_name))
