"""Mandates a second for each core: one PDF each, and many in a batch, against Frappe's own PDF in the same run.

	script/site --site test.localhost migrate     # once, for the kinds
	.bench/env/bin/python benchmarks/certificates.py [--site test.localhost] [--singly 40] [--batch 800]

Processor time is counted (of this process and, for Chromium, of its children), so other work on the machine changes little.
Every mandate has a token, a QR code and, for kinds with one, a photo of its own.
"""

import argparse
import io
import os
import random
import resource
import string
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
KINDS = ("observer_party", "observer_foreign")
"""Without and with a photo."""


def main() -> None:
	arguments = _arguments()
	os.chdir(ROOT / ".bench" / "sites")
	frappe.init(site=arguments.site, sites_path=".")
	frappe.connect()
	print(f"{'':34}{'per second':>12}{'against Frappe':>16}")
	for kind in KINDS:
		_measure(kind, arguments.singly, arguments.batch)


def _measure(kind: str, singly: int, batch: int) -> None:
	from factories import certificates as samples
	from frappe.utils.pdf import get_pdf

	from esaylov.framework.files import papers
	from esaylov.registers.certificates.papers import browser, drawing, pictures, sheets

	photos = [_photo(number) for number in range(batch)]
	# stored files are another matter
	pictures.embedded = lambda file_url: photos[int(file_url)] if file_url is not None else ""
	mandates = [samples.sample(kind, token=_token(number), photo=str(number)) for number in range(batch)]
	print_format = frappe.db.get_value("Certificate Kind", kind, "print_format")
	frappe.flags.ignore_print_permissions = True

	def frappes(each: Any) -> bytes:
		each.name = "sample"
		html = frappe.get_print("Certificate", each.name, print_format, doc=each, no_letterhead=1)
		return bytes(get_pdf(html))

	drawing.pdf(mandates[0])
	base = _rate(lambda: [frappes(each) for each in mandates[:singly]], singly)
	rows = {
		"Frappe's own PDF, one each": base,
		"ours, one each": _rate(lambda: [drawing.pdf(each) for each in mandates[:singly]], singly),
		f"ours, batch of {batch}, Chromium": _rate(lambda: sheets.pdf(mandates, sheets.Sheet.A4), batch),
	}
	page = sheets.html(mandates, sheets.Sheet.A4)
	rows["  of it drawing alone"] = _rate(lambda: browser.pdf(page), batch)
	part = mandates[: max(8, batch // 10)]
	rows["ours, batch, WeasyPrint"] = _rate(lambda: papers.pdf(sheets.html(part, sheets.Sheet.A4)), len(part))
	print(kind)
	for name, rate in rows.items():
		print(f"  {name:32}{rate:12.1f}{rate / base:15.1f}x")


def _rate(step: Callable[[], object], count: int) -> float:
	before = _used()
	step()
	return count / (_used() - before)


def _used() -> float:
	kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
	return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


def _token(number: int) -> str:
	chance = random.Random(number)  # no secret, but another one for each
	return "".join(chance.choices(string.ascii_letters + string.digits, k=205))


def _photo(number: int) -> str:
	"""A drawn face, another one for each, of the size that is kept (354 x 472 dots)."""
	import base64

	from PIL import Image, ImageEnhance

	from esaylov.setup.demo.papers import face

	picture = ImageEnhance.Color(Image.open(io.BytesIO(face()))).enhance(0.5 + number % 97 / 97)
	picture.putpixel((number % 354, number % 472), (number % 256, 0, 0))
	out = io.BytesIO()
	picture.save(out, "JPEG", quality=85)
	return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"


def _arguments() -> argparse.Namespace:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--singly", type=int, default=40)
	parser.add_argument("--batch", type=int, default=800)
	return parser.parse_args()


if __name__ == "__main__":
	main()
