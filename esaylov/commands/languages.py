"""A language that an operator names."""

from typing import Any

import click

from esaylov.core.formats.language import LANGUAGES


class LanguageCode(click.ParamType):
	"""The code of a language of the system."""

	name = "code"

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
		"""The code as it is; another one is refused in one line that names those there are."""
		if value not in LANGUAGES:
			raise click.ClickException(f"{value} is not a language: choose one of {', '.join(LANGUAGES)}.")
		return value
