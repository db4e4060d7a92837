"""How much of the app one filing goes through: files and functions of ours that run from `submit` to its receipt.

	.bench/env/bin/python benchmarks/submit_path.py [--site test.localhost] [--list] [--source FOLDER]

While the site's database runs (`script/test` or `script/server` beside it): a draft of A56 with one person and a file, signed and filed in a transaction that is taken back. Functions are counted once
however often they run, comprehensions and lambdas among them (Python 3.11 runs each as a function, 3.12 does not); what a
module does when it is imported is not counted. --source: another checkout of the app, so
that two states are compared on one site.
"""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
	options = _options()
	source = Path(options.source).resolve()
	sys.path[:0] = [str(source), str(source / "tests")]
	os.chdir(ROOT / ".bench" / "sites")
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	try:
		calls = filed(source / "esaylov")
	finally:
		frappe.db.rollback()
		frappe.destroy()
	files = Counter(file for file, _ in calls)
	named = sum("<" not in name.rpartition(".")[2] for _, name in calls)
	print(f"{len(files)} files, {len(calls)} functions ({named} with a name), {sum(calls.values())} calls")
	for file in sorted(files) if options.list else ():
		print(f"{files[file]:4} {file}: {', '.join(sorted(name for where, name in calls if where == file))}")


def filed(app: Path) -> Counter[tuple[str, str]]:
	"""(file, function) -> calls, of one filing. app: the folder of the package, as its modules were imported from it."""
	import frappe
	from factories import appeals as make

	from esaylov.appeals.drafts import before_filing
	from esaylov.appeals.filing import submitting

	_alone()
	make.filed()  # what is read once a process is read
	name = make.draft()
	signature = make.signature(make.PARTY, before_filing.payload(name))
	frappe.local.request_cache.clear()
	calls: Counter[tuple[str, str]] = Counter()
	inside = f"{app}{os.sep}"

	def count(frame: FrameType, event: str, _: object) -> None:
		code = frame.f_code
		if event == "call" and code.co_filename.startswith(inside) and code.co_name != "<module>":
			calls[code.co_filename.removeprefix(inside), code.co_qualname] += 1

	sys.setprofile(count)
	try:
		submitting.submit(name, signature, make.new_key())
	finally:
		sys.setprofile(None)
	return calls


def _alone() -> None:
	"""The district of the demonstration has one commission, until all is taken back: where a used site has formed another one beside it,
	a filing has to name its place, and other functions run."""
	import frappe

	from esaylov.framework.persistence import table_cache
	from esaylov.setup.demo.ground import COMMISSION, DISTRICT

	others = {"territory": DISTRICT, "level": "DC", "name": ["!=", COMMISSION]}
	table_cache.note_write("Election Commission")
	frappe.db.set_value("Election Commission", others, "election", "none", update_modified=False)


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--list", action="store_true", help="name them")
	parser.add_argument("--source", default=str(ROOT), help="checkout of the app")
	return parser.parse_args()


if __name__ == "__main__":
	main()
