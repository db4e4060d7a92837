"""People with certificates for the tests of signatures: one root, made once a run."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from esaylov.core.signing import SignatureInvalid, TrustStore, verify_cms
from esaylov.setup.demo.signing.authority import Holder, Identity, KeyKind, issue, make_authority, make_key

AT = datetime(2024, 10, 10, 9, 30)
DAY = timedelta(days=1)
YEAR = 365 * DAY
CONTENT = b'{"appeal":"a1"}'
HOLDER = Holder("BO'RONOV BO'RON BO'RONOVICH", "10101800000009", "Adolat, Shayxontohur", "200000000")


@cache
def root() -> Identity:
	return make_authority("Sinov markazi", AT - 5 * YEAR, AT + 5 * YEAR)


@cache
def person(kind: KeyKind = KeyKind.EC) -> Identity:
	return issue(root(), HOLDER, AT - YEAR, AT + YEAR, key=make_key(kind))


def trust(*roots: Identity, **options) -> TrustStore:
	return TrustStore.of([identity.certificate_der for identity in roots or (root(),)], **options)


def refusal(signed: bytes, content: bytes = CONTENT, store: Any = None, at: Any = AT, **options: Any) -> str:
	with pytest.raises(SignatureInvalid) as refused:
		verify_cms(signed, content, store or trust(), at, **options)
	return refused.value.code
