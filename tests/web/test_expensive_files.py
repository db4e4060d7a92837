"""Many expensive requests for files at once: most are answered at once with 503, and all of them have a result a little later.

How long a guest waits meanwhile: benchmarks/expensive_requests.py.
"""

from functools import partial

import pytest
from factories import expensive, waiting
from factories.http import Client, new_serial, ready_appeal

pytestmark = pytest.mark.web


def require_in_work(answers):
	refused = [answer for answer in answers if answer.status_code == 503]
	assert refused
	for answer in refused:
		assert answer.json()["error"]["code"] == "file_in_work"
		assert int(answer.headers["Retry-After"]) >= 1
	return refused


def test_sixteen_slow_pages_at_once_are_answered_and_each_is_drawn_later(login, guest):
	party: Client = login("party")
	file = expensive.file_of_paper(party, new_serial(), expensive.slow_paper(16))
	clients = [party.twin() for _ in range(16)]
	pages = [
		partial(client.get, "files.page", file=file, number=str(number))
		for number, client in enumerate(clients, 1)
	]
	answers = expensive.at_once([*pages, partial(guest.get, "status.status")])
	assert answers.pop().status_code == 200  # the guest
	assert {answer.status_code for answer in answers} <= {200, 503}
	require_in_work(answers)
	drawn = waiting.until(lambda: (answer := pages[0]()).status_code == 200 and answer, pause=1)
	assert drawn.content[:3] == b"\xff\xd8\xff"


def test_uploads_that_are_slow_to_check_are_answered_and_refused_later(login):
	party: Client = login("party")
	appeals = [ready_appeal(party, new_serial()) for _ in range(2)]
	papers = [expensive.slow_to_check() for _ in range(6)]
	uploads = [
		partial(expensive.attach_paper, party.twin(), appeals[number % 2], content)
		for number, content in enumerate(papers)
	]
	answers = expensive.at_once(uploads)
	assert {answer.status_code for answer in answers} <= {422, 503}
	require_in_work(answers)
	error = waiting.until(
		lambda: (answer := uploads[0]()).status_code == 422 and answer.json()["error"], pause=1
	)
	assert [each["code"] for each in error["findings"]] == ["file_unreadable"]
