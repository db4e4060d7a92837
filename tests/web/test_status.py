"""The state of the site, for anybody."""

PERSONAL = ("@", "pinfl", "phone", "chair", "party")


def test_a_guest_reads_counts_and_queues_and_no_version(guest):
	answer = guest.get("status")
	assert answer.status_code == 200
	status = answer.json()["message"]
	assert set(status) == {
		"site",
		"doctypes",
		"appeal_types",
		"queues",
		"messages_queued",
	}
	assert status["appeal_types"] >= 1
	assert status["doctypes"] >= 30
	assert all(isinstance(length, int) for length in status["queues"].values())


def test_nothing_personal_is_in_it(guest):
	text = guest.get("status").text.lower()
	assert not [word for word in PERSONAL if word in text]


def test_it_is_read_only(guest):
	assert guest.post("status").status_code in (403, 405)
