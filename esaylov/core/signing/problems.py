"""The one error of this package."""


class SignatureInvalid(Exception):
	"""A signature that is refused; `code` is stable and has a text in `core.texts`."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code
