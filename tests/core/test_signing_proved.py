"""A path that was proved is not proved again with the same store, and not believed for a moment for which it was not proved."""

import pytest

from esaylov.core.signing import TrustStore, path, verify_cms
from esaylov.setup.demo.signing.authority import issue, make_crl, sign_cms

from .keys import AT, CONTENT, DAY, HOLDER, YEAR, person, refusal, root, trust


def with_list(revoked=(), begins=AT - DAY, ends=AT + DAY) -> TrustStore:
	return TrustStore.of([root().certificate_der], crls=[make_crl(root(), revoked, begins, ends)])


def test_a_path_is_proved_once_with_a_store(monkeypatch):
	store, proved = trust(), []
	prove = path._check_path
	monkeypatch.setattr(path, "_check_path", lambda *args: proved.append(args) or prove(*args))
	for day in range(3):
		assert verify_cms(sign_cms(CONTENT, person(), AT + day * DAY), CONTENT, store, AT + day * DAY)
	assert len(proved) == 1
	assert verify_cms(sign_cms(CONTENT, person(), AT), CONTENT, trust(), AT)  # another store: anew
	assert len(proved) == 2


@pytest.mark.parametrize(
	("at", "code"),
	[(AT + 2 * YEAR, "certificate_expired"), (AT - 2 * YEAR, "certificate_not_yet_valid")],
)
def test_a_certificate_is_refused_outside_of_its_time_though_its_path_was_proved(at, code):
	store = trust()
	assert verify_cms(sign_cms(CONTENT, person(), AT), CONTENT, store, AT)
	assert refusal(sign_cms(CONTENT, person(), at), store=store, at=at) == code


@pytest.mark.parametrize("at", [AT + 2 * DAY, AT - 2 * DAY])
def test_a_list_that_ended_or_has_not_begun_refuses_though_the_path_was_proved(at):
	store = with_list()
	assert verify_cms(sign_cms(CONTENT, person(), AT), CONTENT, store, AT)
	assert refusal(sign_cms(CONTENT, person(), at), store=store, at=at) == "revocation_list_stale"


def test_a_certificate_that_will_be_revoked_is_refused_from_that_moment_on():
	signer = issue(root(), HOLDER, AT - YEAR, AT + YEAR)
	store = with_list([(signer.certificate.serial_number, AT + DAY / 2)])
	assert verify_cms(sign_cms(CONTENT, signer, AT), CONTENT, store, AT)
	later = AT + DAY / 2
	assert refusal(sign_cms(CONTENT, signer, later), store=store, at=later) == "certificate_revoked"


def test_what_was_proved_of_one_purpose_is_not_proved_of_another():
	store = trust()
	assert verify_cms(sign_cms(CONTENT, person(), AT), CONTENT, store, AT)
	(known,) = store.proved
	assert known[0] is path.Purpose.DOCUMENT


def test_a_store_remembers_no_more_than_so_many(monkeypatch):
	monkeypatch.setattr(path, "MOST_PROVED", 2)
	store = trust()
	for _ in range(5):
		signer = issue(root(), HOLDER, AT - YEAR, AT + YEAR)
		assert verify_cms(sign_cms(CONTENT, signer, AT), CONTENT, store, AT)
	assert len(store.proved) <= 2
