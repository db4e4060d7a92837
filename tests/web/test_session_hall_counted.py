"""What the chair does in a session of twenty items with five members, from the first signature to the last, counted in the browser.

A click, a key and a filled field are one interaction each; the other members act on the server. Issue 20, done when 1.
"""

import pytest
from factories import halls, inside, waiting
from test_session_hall_browser import FOR_ALL, enter  # noqa: F401 # a fixture

pytestmark = [pytest.mark.web, pytest.mark.full]
ITEMS, MOST = 20, 5


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_twenty_items_take_the_chair_no_more_than_five_steps_each(enter, by, capsys):  # noqa: F811
	made = halls.planned(ITEMS)
	session = made["session"]
	chair = enter("chair", session)
	chair.step("attend")
	chair.give_key()
	chair.sees("[data-step=open_session]:enabled")
	chair.step("open_session")
	for item in made["items"]:
		chair.sees("[data-main=open_item]:enabled")
		chair.main("open_item") if by == "mouse" else chair.key_press("o")
		chair.sees(f"[data-open='{item}']")
		if by == "mouse":
			chair.main("vote", "[data-choice=For]")
		else:
			chair.key_press("1")
			chair.key_press("Enter")
		halls.others_vote(session, item, FOR_ALL)
		chair.sees("[data-vote]", 5)
		chair.main("close_item") if by == "mouse" else chair.key_press("c")
		chair.sees(f"[data-open='{item}']", 0)
	chair.step("close_session")
	chair.agree()
	for step in ("sign_protocol", "sign_decisions"):
		chair.step(step)
		chair.sees(f"[data-step={step}]", 0)
	halls.other(
		"secretary",
		"signature = filing.signature(make.SECRETARY, protocol.payload(given['session']))\n"
		"protocol.sign(given['session'], signature)\n",
		session=session,
	)
	waiting.until(lambda: stands(session) == ["Protocol Signed", ITEMS])
	with capsys.disabled():
		print(
			f"\nchair by {by}: {chair.interactions} for {ITEMS} items, {chair.interactions / ITEMS:.2f} an item"
		)
	assert chair.interactions <= MOST * ITEMS
	assert chair.faults == []


def stands(session: str) -> list:
	"""State of the session, and how many decisions of it the chair has signed."""
	return inside.run(
		"items = frappe.get_all('Agenda Item', {'session': given['session']}, pluck='decision')\n"
		"filters = {'name': ['in', items], 'signature': ['is', 'set']}\n"
		"answer = [frappe.db.get_value('Commission Session', given['session'], 'status'), frappe.db.count('Decision', filters)]\n",
		session=session,
	)
