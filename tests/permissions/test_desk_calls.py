"""What the Desk was seen to call, screen by screen (`framework/desk_calls.csv`): each of it is granted, and grants that nobody used are named.

The record is made by the walks (`factories/desk_calls.py` says how); here it is held against the manifest and the guards of our endpoints.
"""

from contextlib import nullcontext

import pytest
import stock_methods
from factories import desk_calls, desk_people
from factories.profile import IS_FULL
from test_every_endpoint import ENDPOINTS

from esaylov.api import manifest

OURS = {f"esaylov.api.{endpoint.name}": endpoint for endpoint in ENDPOINTS}
RECORD = desk_calls.read()


def words_of(login: str) -> set[str]:
	"""What a login of the walk is in the words of the manifest, and its roles."""
	if login == stock_methods.ROOT:
		return set(manifest.ADMINISTRATOR)
	roles = desk_people.roles_of(login)
	return roles | manifest.words_of(roles, is_of_desk=True)


def is_granted(method: str, verb: str, login: str) -> bool:
	if endpoint := OURS.get(method):
		return verb in endpoint.verbs and endpoint.is_open_to(words_of(login))
	line = manifest.named().get(method)
	return bool(line and verb in line.verbs and line.roles & words_of(login))


def test_whatever_was_called_is_granted_to_who_called_it():
	refused = [
		(version, method, verb, login)
		for (version, method, verb), logins in RECORD.items()
		for login in logins
		if not is_granted(method, verb, login)
	]
	assert refused == []


def test_the_versions_that_were_walked_have_what_was_called():
	"""On a version with a list nothing was called that it does not offer, and by no verb that it does not take."""
	for version, method, verb in RECORD:
		if version in stock_methods.VERSIONS and method not in OURS:
			assert verb in stock_methods.offered(version)[method].verbs, method


@pytest.mark.parametrize("major", ["15", "16"])
def test_everybody_of_the_desk_walked(major):
	"""On each major version every login: a role whose screens nobody has seen would be refused something unnoticed."""
	walked = set().union(
		*(logins for (version, *_), logins in RECORD.items() if version.startswith(f"{major}."))
	)
	assert walked - {stock_methods.ROOT} == set(desk_people.ROLES)


def test_each_role_of_the_desk_is_somebodys_who_walks():
	assert set().union(*map(desk_people.roles_of, desk_people.ROLES)) == set(stock_methods.OF_DESK)


def test_what_is_open_and_was_never_called_says_why(capsys):
	"""Named, by the reason that its line of the manifest gives: buttons and dialogues that a walk does not press, programs, other versions."""
	called = stock_methods.seen()
	never = {reason: sorted(set(names) - set(called)) for reason, names in stock_methods.grants().items()}
	with capsys.disabled() if IS_FULL else nullcontext():
		for reason, names in sorted(never.items()):
			print(f"\n{reason}: {len(names)} never called", *names, sep="\n\t")
	assert all(never)
	assert sum(map(len, never.values())) < sum(map(len, stock_methods.grants().values()))
