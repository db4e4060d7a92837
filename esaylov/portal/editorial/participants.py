"""The seven kinds of participants for whom the portal has a page, and the sections of a page (booklet, main page)."""

from enum import StrEnum


class Participant(StrEnum):
	"""Who a page is for; the value stands in its address."""

	PARTIES = "parties"
	CANDIDATES = "candidates"
	LOCAL_OBSERVERS = "local-observers"
	FOREIGN_OBSERVERS = "foreign-observers"
	LOCAL_MEDIA = "local-media"
	FOREIGN_MEDIA = "foreign-media"
	VOTERS = "voters"

	@property
	def field(self) -> str:
		"""The box of a FAQ or a Legal Act that puts it on this page."""
		return f"for_{self.replace('-', '_')}"


class Section(StrEnum):
	"""Texts of a page: general information, guide to the system, videos."""

	GENERAL = "general"
	GUIDE = "guide"
	VIDEOS = "videos"
