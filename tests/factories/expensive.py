"""Requests that cost much, made for it, and many of them at once."""

import base64
import io
import secrets
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import requests
from openpyxl import Workbook
from PIL import Image

from factories import inside
from factories.http import Client, ready_appeal
from factories.papers import PDF, numbered, stream

FIELD = "party_decision"
FILE = "answer = frappe.db.get_value('Appeal Attachment', {'parent': given['appeal']}, 'file')"


def slow_paper(pages: int, areas: int = 40) -> bytes:
	"""A PDF of a few kB whose pages each fill so many areas; no other has the same bytes."""
	places = b" ".join(b"%d 0 R" % number for number in range(4, 4 + pages))
	page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<<>>>>"
	contents = zlib.compress(b"0 0 595 842 re f\n" * areas + b"%" + secrets.token_hex(8).encode())
	objects = [
		b"<</Type/Catalog/Pages 2 0 R>>",
		b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, places),
		stream(b"/Filter/FlateDecode", contents),
	]
	return numbered([*objects, *[page] * pages])


def slow_to_check(length: int = 100_000) -> bytes:
	"""A PDF of so many bytes that costs the whole limit of the check; no other has the same bytes."""
	body = b"\n1 0 obj[" * (length // 9)
	return PDF.replace(b"trailer<<", b"%" + secrets.token_hex(8).encode() + b"\n" + body + b"\ntrailer<<")


def large_table(lines: int = 2_000) -> bytes:
	"""A workbook of so many lines of six cells; no other has the same bytes."""
	book, out = Workbook(write_only=True), io.BytesIO()
	sheet, mark = book.create_sheet(), secrets.token_hex(4)
	for number in range(lines):
		sheet.append([f"{mark} {number} {place}" for place in range(6)])
	book.save(out)
	return out.getvalue()


def picture(width: int, height: int) -> bytes:
	"""A JPEG of so many dots; no other has the same bytes."""
	out = io.BytesIO()
	tile = Image.effect_noise((256, 256), 90).convert("RGB")
	tile.resize((width, height), Image.Resampling.NEAREST).save(out, "JPEG", quality=80)
	return out.getvalue()


def attach_paper(
	party: Client, appeal: str, content: bytes, file_name: str = "qaror.pdf"
) -> requests.Response:
	"""The answer to an upload of a paper to a draft."""
	text = base64.b64encode(content).decode()
	return party.post("appeals.attach", appeal=appeal, field=FIELD, file_name=file_name, content=text)


def file_of_paper(party: Client, serial: int, content: bytes) -> str:
	"""The File of a paper that the party attached to a draft of its own."""
	appeal = ready_appeal(party, serial)
	answer = attach_paper(party, appeal, content)
	assert answer.status_code == 200, answer.text[:1000]
	return str(inside.run(FILE, appeal=appeal))


def at_once(requested: Sequence[Callable[[], requests.Response]]) -> list[requests.Response]:
	"""The answers to requests that are sent at the same time."""
	with ThreadPoolExecutor(len(requested)) as threads:
		return [future.result() for future in [threads.submit(each) for each in requested]]
