"""Logins and submits one second of processor time serves, by kind of key.

	.bench/env/bin/python benchmarks/signed_submits.py [--site test.localhost] [--times 8]

While the site's database runs (`script/test` or `script/server` beside it). Of each kind an authority is trusted and a certificate issued to
the person of one demonstration login, then a login's signature is verified and a draft of A56 with one person and a file is filed, again and
again; all of it is taken back at the end. Counted is the processor time of this process, without the database, the framework's handling of a
request and the network; the middle of all times. A person is new to the process at each time: nothing about their certificate is remembered.
"""

import argparse
import os
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
	options = _options()
	sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]
	os.chdir(ROOT / ".bench" / "sites")
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	try:
		for kind, key in _kinds():
			_say(kind, *_measured(key, options.times))
	finally:
		frappe.db.rollback()
		frappe.destroy()


def _kinds() -> Iterator[tuple[str, Callable[[], Any]]]:
	"""Each kind of key and how one is made; Oʻz DSt twice, the second time without libgcrypt."""
	from esaylov.core.signing import ozdst
	from esaylov.setup.demo.signing.authority import KeyKind, make_key
	from esaylov.setup.demo.signing.ozdst import make_key as make_national

	for kind in KeyKind:
		yield str(kind), partial(make_key, kind)
	if ozdst.is_fast():
		yield "Oʻz DSt, libgcrypt", lambda: make_national(ozdst.curves.A)
	ozdst.gcrypt.hasher = lambda: None  # type: ignore[assignment] # as where the library is not there
	yield "Oʻz DSt", lambda: make_national(ozdst.curves.A)


def _measured(make_key: Callable[[], Any], times: int) -> tuple[float, float]:
	"""Seconds of a login's signature and of a submit."""
	from datetime import timedelta

	import frappe
	from factories import appeals as make
	from signatures import forget

	from esaylov.appeals.drafts import before_filing
	from esaylov.appeals.filing import submitting
	from esaylov.core.signing.cms import read_signer
	from esaylov.framework import clock
	from esaylov.setup.demo.signing import authority
	from esaylov.trust import signatures

	now, year = clock.now(), timedelta(days=365)
	signer = read_signer(make.certificate(make.PARTY).certificate)
	holder = authority.Holder(signer.name, signer.pinfl, signer.organization, signer.tin)
	centre = authority.make_authority("Oʻlchov markazi", now - year, now + year, key=make_key())
	signatures.trust_certificate(centre.certificate_pem, "Oʻlchov markazi", is_demo=True)

	def signed(content: bytes) -> str:
		person = authority.issue(centre, holder, now - year, now + year, key=make_key())
		return b64encode(authority.sign_cms(content, person, clock.now())).decode()

	for _ in range(10):  # an authority that has issued before
		signatures.verify_login(b"before", signed(b"before"))
	logins, submits = [], []
	for _ in range(times):
		container = signed(b"challenge")
		forget()
		logins.append(_time(signatures.verify_login, b"challenge", container))
		name = make.draft()
		container = signed(before_filing.payload(name))
		forget()
		frappe.local.request_cache.clear()
		submits.append(_time(submitting.submit, name, container, make.new_key()))
	return median(logins), median(submits)


def _time(work: Callable[..., object], *values: object) -> float:
	start = time.process_time()
	work(*values)
	return time.process_time() - start


def _say(kind: str, login: float, submit: float) -> None:
	rates = f"{1 / login:5.0f} logins, {1 / submit:4.1f} submits a second"
	print(f"{kind:20} login {login * 1000:5.2f} ms, submit {submit * 1000:6.1f} ms: {rates}", flush=True)


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--times", type=int, default=8)
	return parser.parse_args()


if __name__ == "__main__":
	main()
