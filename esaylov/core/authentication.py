"""How an applicant closes a filing: by an electronic signature (*ERI*), or by a code sent to their phone (own design)."""

from enum import StrEnum


class Authentication(StrEnum):
	"""Equal to the options of Appeal Type.authentication."""

	EDS = "EDS"
	SMS = "SMS"
	EITHER = "EDS or SMS"


BY_CODE = frozenset({"candidate", "proxy"})
"""Applicant kinds that confirm by code where the type allows it; all others sign."""


def asked_of(authentication: str, kind: str) -> Authentication:
	"""EDS or SMS: what a type asks of an applicant of a kind. What is not known is asked to sign."""
	if kind in BY_CODE and authentication in (Authentication.SMS, Authentication.EITHER):
		return Authentication.SMS
	return Authentication.EDS
