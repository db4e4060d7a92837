"""What a browser calls itself, in words: the program and the system; nothing for a text that names none."""

import pytest

from esaylov.core.browsers import described

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
	("agent", "words"),
	[
		(
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
			"Firefox, Windows",
		),
		(f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
		(
			f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0 YaBrowser/25.8 Safari/537.36",
			"Yandex, Linux",
		),
		(f"Mozilla/5.0 (Linux; Android 15; K) {WEBKIT} Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
		(
			"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
			"Safari, iPhone",
		),
		("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari, macOS"),
		("curl/8.5", ""),
		("<script>alert(1)</script>", ""),
		("", ""),
	],
)
def test_a_browser_is_named_by_its_program_and_system(agent, words):
	assert described(agent) == words
