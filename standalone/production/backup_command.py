"""script/production-backup: its words."""

import argparse
import fcntl
import os
from pathlib import Path

from standalone import sealing
from standalone.production import backup, recovery
from standalone.production.layout import BACKUPS, SETTINGS
from standalone.production.store import Site, Store
from standalone.steps import Failure

DAYS = 30
"""So long whole backups stay, and what follows them."""


def main(arguments: list[str]) -> int:
	"""Back up a site of a production machine, or bring it back to a moment."""
	parser = argparse.ArgumentParser(prog="script/production-backup", description=main.__doc__)
	common = argparse.ArgumentParser(add_help=False)
	common.add_argument("--site", required=True)
	common.add_argument("--bench", type=Path, default=Path("/srv/esaylov/bench"))
	kept = argparse.ArgumentParser(add_help=False)
	kept.add_argument("--to", type=Path, default=BACKUPS, help="the folder of backups")
	kept.add_argument(
		"--seal-for", type=Path, default=SETTINGS / "restorer.asc", help="a public key of GnuPG"
	)
	verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
	whole = verbs.add_parser(
		"full", parents=[common, kept], help="database, files, secrets; then what is too old goes"
	)
	whole.add_argument("--keep-days", type=int, default=DAYS)
	verbs.add_parser("log", parents=[common, kept], help="rows and files written since, up to now")
	back = verbs.add_parser("restore", parents=[common], help="a site that is not there, from backups")
	back.add_argument("--from", type=Path, default=BACKUPS, dest="source", help="the folder of backups")
	back.add_argument("--until", default="", metavar="TIME", help="the moment, as 2026-11-28T04:12:33+05:00")
	back.add_argument("--move-away", action="store_true", help="what is there goes aside first, and stays")
	options = parser.parse_args(arguments)
	if os.geteuid() != 0:
		raise Failure(
			"run it as root: it asks MariaDB through its socket, and reads what the bench's user owns"
		)
	os.umask(0o077)
	site = Site(options.bench, options.site)
	if options.verb == "restore":
		return recovery.restore(options.source, site, recovery.moment(options.until), options.move_away)
	store = Store(options.to, options.seal_for)
	sealing.check(store.recipient)
	store.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
	with (store.folder / "lock").open("w") as lock:  # each of the two timers may find the other at work
		fcntl.flock(lock, fcntl.LOCK_EX)
		if options.verb == "full":
			ended = backup.take(store, site, options.keep_days)
		else:
			ended = backup.follow(store, site)
		if not ended:
			site.note_backup(options.verb)
		return ended
