"""What a browser calls itself (User-Agent), in two words that people know: the program and the system."""

from typing import Final

PROGRAMS: Final = (
	("Edg/", "Edge"),
	("EdgA/", "Edge"),
	("YaBrowser/", "Yandex"),
	("OPR/", "Opera"),
	("SamsungBrowser/", "Samsung Internet"),
	("Firefox/", "Firefox"),
	("FxiOS/", "Firefox"),
	("CriOS/", "Chrome"),
	("HeadlessChrome/", "Chrome"),
	("Chrome/", "Chrome"),
	("Safari/", "Safari"),
)
"""The first one that stands in the text: those that also call themselves Chrome or Safari come before them."""
SYSTEMS: Final = (
	("Android", "Android"),
	("iPhone", "iPhone"),
	("iPad", "iPad"),
	("Windows", "Windows"),
	("Mac OS X", "macOS"),
	("CrOS", "ChromeOS"),
	("Linux", "Linux"),
)


def described(agent: str) -> str:
	"""`Firefox, Windows` of a User-Agent; "" where it names nothing known. Whoever logs in may have sent any text."""
	words = (_first(PROGRAMS, agent), _first(SYSTEMS, agent))
	return ", ".join(word for word in words if word)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
	return next((name for mark, name in known if mark in agent), "")
