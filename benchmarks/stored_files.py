"""What reading a stored file costs with its hash compared, beside what it was before, and what a preview costs.

	.bench/env/bin/python benchmarks/stored_files.py [--site test.localhost]

While the site's database runs (`script/test` or `script/server` beside it). Files of random text in a transaction that is taken back,
each figure the least of several, in milliseconds.
"""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SIZES = (100_000, 1_000_000, 20_000_000)
TIMES = 15


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	options = parser.parse_args()
	os.chdir(ROOT / ".bench" / "sites")
	sys.path.insert(0, str(ROOT))
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	try:
		for size in SIZES:
			compare(size)
	finally:
		frappe.db.rollback()
		frappe.destroy()
	preview()


def compare(size: int) -> None:
	import frappe

	from esaylov.framework.files import stored_files

	content = os.urandom(size // 2).hex().encode()
	file = stored_files.hang("E-saylov Settings", "E-saylov Settings", "sinov.txt", content)
	with_hash = least(lambda: stored_files.content(file.name))
	without = least(lambda: Path(frappe.get_doc("File", file.name).get_full_path()).read_bytes())
	print(f"{size // 1000} kB: {with_hash:.2f} ms compared, {without:.2f} ms by the record, without a hash")


def preview() -> None:
	from esaylov.framework.files import photos

	drawn = io.BytesIO()
	Image.effect_noise((4000, 3000), 60).convert("RGB").save(drawn, "JPEG")
	content = drawn.getvalue()
	took = least(lambda: photos.preview(content))
	print(f"preview of a JPEG of 12 million dots ({len(content) // 1000} kB): {took:.0f} ms")


def least(step: Callable[[], object]) -> float:
	"""The least time of a step, in milliseconds."""
	found = []
	for _ in range(TIMES):
		began = time.perf_counter()
		step()
		found.append((time.perf_counter() - began) * 1000)
	return min(found)


if __name__ == "__main__":
	main()
