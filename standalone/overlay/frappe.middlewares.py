"""Public files: each site has its own. They are downloads, whatever they are: a page among them would act as its reader."""

from pathlib import Path

from frappe.utils import cstr
from werkzeug.middleware.shared_data import SharedDataMiddleware


class StaticDataMiddleware(SharedDataMiddleware):
	"""Serve `/files` from the public folder of the site that the request's host names; docs/nginx sends the same headers."""

	def __call__(self, environ, start_response):
		from urllib.parse import quote

		self.environ = environ
		path = environ.get("PATH_INFO", "")
		name = quote(path.rpartition("/")[2].encode("latin-1"))  # as WSGI hands it over

		def start(status, headers, exc_info=None):
			if path.startswith("/files/"):
				headers = [
					*(pair for pair in headers if pair[0].lower() != "content-disposition"),
					("Content-Disposition", f"attachment; filename*=UTF-8''{name}"),
					("Content-Security-Policy", "default-src 'none'; sandbox"),
					("X-Content-Type-Options", "nosniff"),
				]
			return start_response(status, headers, exc_info)

		return super().__call__(environ, start)

	def get_directory_loader(self, directory):
		def loader(path):
			from frappe.app import site_of

			site = site_of(self.environ.get("HTTP_HOST", ""), self.environ.get("HTTP_X_FRAPPE_SITE_NAME"))
			folder = (Path(directory) / site / "public" / "files").resolve()
			try:
				file = (folder / cstr(path)).resolve()
				is_stored = file.is_relative_to(folder) and file.is_file()
			except (OSError, ValueError):  # a name that no file can have
				return None, None
			if not is_stored:
				return None, None
			return file.name, self._opener(str(file))

		return loader
