"""Mutated containers: whatever a stranger sends, the answer is a signer, or SignatureInvalid with a code that has a text.

Each input is a good container with some bytes, values or lengths changed, made from a number that is printed when it fails. What still
holds must say the same person about the same content. Few in each run; 25,000 of each by `script/test --long fuzz`.
"""

from functools import cache
from typing import Any

import pytest
from factories.mutations import mutated, numbers
from factories.profile import IS_FULL, IS_LONG

from esaylov.core.signing import SignatureInvalid, TrustStore, check_shape, verify_cms
from esaylov.core.texts import text
from esaylov.setup.demo.signing.authority import issue_stamper, sign_cms, stamped
from esaylov.setup.demo.signing.ozdst import make_key

from . import national_centre as at_home
from .keys import AT, CONTENT, DAY, person, root, trust

INPUTS = 25_000 if IS_LONG else 1_000 if IS_FULL else 60


@cache
def samples() -> dict[str, tuple[bytes, TrustStore]]:
	"""Good containers with who is trusted, by what they are."""
	stamper = issue_stamper(root(), "TSA", AT - DAY, AT + DAY)
	national = trust(at_home.root())
	key = make_key(at_home.A)
	national_stamper = issue_stamper(at_home.centre(), "TSA", AT - DAY, AT + DAY, key=key)
	return {
		"X.509": (sign_cms(CONTENT, person(), AT), trust()),
		"X.509, stamped": (stamped(sign_cms(CONTENT, person(), AT), stamper, AT), trust()),
		"Oʻz DSt": (at_home.signed(attached=True), national),
		"Oʻz DSt, stamped": (
			stamped(sign_cms(CONTENT, at_home.person(), AT), national_stamper, AT),
			national,
		),
	}


@cache
def has_text(code: str) -> bool:
	return all(text(code, language) not in ("", code) for language in ("uz", "ru", "en"))


def verdict(data: bytes, store: Any) -> tuple[str, str]:
	"""The PINFL of the signer and "", or "" and the code of the refusal."""
	try:
		check_shape(data)
		return verify_cms(data, CONTENT, store, AT).pinfl, ""
	except SignatureInvalid as problem:
		return "", problem.code


@pytest.mark.parametrize("kind", ["X.509", "X.509, stamped", "Oʻz DSt", "Oʻz DSt, stamped"])
def test_whatever_is_changed_is_refused_or_says_the_same(kind):
	good, store = samples()[kind]
	signer = verdict(good, store)
	assert signer[0]
	for number in numbers(INPUTS):
		found = verdict(mutated(good, number), store)
		assert found == signer or (not found[0] and has_text(found[1])), (number, found)
