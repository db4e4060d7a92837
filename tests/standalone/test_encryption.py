"""Encryption at rest without a database: keys, options, statements, seals, the search for bytes, the file system under a folder."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from factories import keyring

from standalone import at_rest, backups, byte_search, encryption, sealing, tablespaces, volumes
from standalone.encryption import Place, Refused, Server, Table
from standalone.paths import ROOT
from standalone.steps import Failure

PINFL = "30101801234567"
HEAD, DESCRIPTION, UNDO = 8, 9, 2
"""Types of InnoDB's pages."""
AT_THE_END = bytes(512 - tablespaces.BODY - tablespaces.TRAILER - 1) + b"1"


class Asked(Server):
	"""A server that gives this answer, or none, and keeps what it was asked."""

	def __init__(self, answer: list[list[str]] | None) -> None:
		super().__init__()
		object.__setattr__(self, "answer", answer)
		object.__setattr__(self, "asked", [])

	def ask(self, sql: str) -> list[list[str]]:
		self.asked.append(sql)
		if self.answer is None:
			raise Refused("2002", "MariaDB: it does not answer")
		return self.answer


@pytest.fixture
def place(tmp_path: Path) -> Place:
	(tmp_path / "data").mkdir()
	return Place(tmp_path / "keys", tmp_path / "60-encryption.cnf", tmp_path / "data", "root")


def everything(folder: Path) -> set[str]:
	return {str(path.relative_to(folder)) for path in folder.rglob("*")}


class TestKeys:
	def test_a_dry_run_says_what_would_be_done_and_does_nothing(self, place, tmp_path):
		before = everything(tmp_path)
		told = encryption.set_up(place, is_dry=True)
		assert any(str(place.key_file) in line for line in told)
		assert any(str(place.options) in line for line in told)
		assert everything(tmp_path) == before

	def test_keys_are_made_once_and_their_owner_alone_reads_them(self, place):
		encryption.set_up(place, is_dry=False)
		first = place.key_file.read_text()
		assert encryption.numbers(first) == [1, 2]
		assert len(set(re.findall(r"[0-9a-f]{64}", first))) == 2
		assert place.key_file.stat().st_mode & 0o777 == 0o400
		assert place.keys.stat().st_mode & 0o077 == 0
		encryption.set_up(place, is_dry=False)
		assert place.key_file.read_text() == first
		assert sorted(path.name for path in place.keys.iterdir()) == ["keys.txt"]

	def test_a_new_key_stands_after_those_before_and_is_that_of_new_tables(self, place):
		encryption.set_up(place, is_dry=False)
		first = place.key_file.read_text()
		assert "innodb_default_encryption_key_id = 1\n" in place.options.read_text()
		encryption.add_key(place, is_dry=True)
		assert place.key_file.read_text() == first
		encryption.add_key(place, is_dry=False)
		assert place.key_file.read_text().startswith(first)
		assert encryption.numbers(place.key_file.read_text()) == [1, 2, 3]
		assert "innodb_default_encryption_key_id = 3\n" in place.options.read_text()
		encryption.set_up(place, is_dry=False)
		assert "innodb_default_encryption_key_id = 3\n" in place.options.read_text()

	def test_the_options_name_all_that_has_to_be_on_and_no_key(self, place):
		encryption.set_up(place, is_dry=False)
		text = place.options.read_text()
		assert {line for line in text.splitlines() if " = " in line} >= {
			f"{name} = {value}" for name, value in encryption.SETTINGS.items()
		}
		assert not re.search(r"[0-9a-f]{32}", text)

	def test_undo_logs_are_made_anew_and_a_new_key_leaves_them(self, place):
		answering = Asked([["11.8.9-MariaDB", "3", f"{place.data}/"]])
		told = encryption.set_up(place, is_dry=True, server=answering)
		assert any("in 4 tablespaces" in line for line in told)
		assert not [sql for sql in answering.asked if "SET" in sql], "a dry run changes how the server stops"
		encryption.set_up(place, is_dry=False, server=answering)
		assert "SET GLOBAL innodb_fast_shutdown = 0" in answering.asked
		assert "innodb_undo_tablespaces = 4\n" in place.options.read_text()
		encryption.add_key(place, is_dry=False)
		assert "innodb_undo_tablespaces = 4\n" in place.options.read_text()
		encryption.set_up(place, is_dry=False, server=Asked([["11.8.9-MariaDB", "4", str(place.data)]]))
		assert "innodb_undo_tablespaces = 3\n" in place.options.read_text()

	@pytest.mark.parametrize(
		("answer", "said"),
		[
			(["10.11.18-MariaDB", "0", ""], "new data folder under these options"),
			(["11.8.9-MariaDB", "3", "/elsewhere"], "has its data in /elsewhere"),
			(None, "set-up again while this MariaDB runs"),
		],
	)
	def test_undo_logs_that_stay_are_told(self, place, answer, said):
		rows = answer and [[*answer[:2], answer[2] or str(place.data)]]
		server = Asked(rows)
		told = encryption.set_up(place, is_dry=False, server=server)
		assert any(line.startswith("note: ") and said in line for line in told)
		assert "innodb_undo_tablespaces" not in place.options.read_text()
		assert not [sql for sql in server.asked if "SET" in sql]

	def test_what_would_seal_nothing_is_refused(self, place):
		inside = Place(place.data / "keys", place.options, place.data, "root")
		with pytest.raises(Failure, match="lies in the data folder"):
			encryption.set_up(inside, is_dry=False)
		with pytest.raises(Failure, match="first script/encrypt-at-rest set-up"):
			encryption.add_key(place, is_dry=False)
		assert everything(place.data) == set()

	@pytest.mark.parametrize("line", ["1", "1;12", "one;" + "0" * 64, "1;" + "g" * 64, "1;" + "0" * 63])
	def test_a_line_that_is_no_key_is_told_without_it(self, line):
		with pytest.raises(Failure, match="NUMBER;KEY") as told:
			encryption.numbers(f"# keys\n{line}\n")
		assert line not in str(told.value) or line == "1"


class TestStatements:
	@pytest.mark.parametrize(
		("options", "key"),
		[
			("", 0),
			("row_format=DYNAMIC", 0),
			("`ENCRYPTION_KEY_ID`=3", 3),
			("encryption_key_id=12 row_format=DYNAMIC", 12),
			("`ENCRYPTION_KEY_ID`='4'", 4),
		],
	)
	def test_the_key_that_a_table_names(self, options, key):
		assert encryption.key_named(options) == key

	def test_what_is_due_is_what_no_earlier_run_did(self):
		found = [
			Table("site", "tabPerson", "InnoDB", 3),
			Table("site", "tabAppeal", "InnoDB", 1),
			Table("site", "tabNew", "InnoDB", 0),
			Table("site", "tabError Log", "MyISAM", 0),
			Table("site", "__global_search", "Aria", 0),
		]
		assert [table.name for table in encryption.due(found, 3)] == ["tabAppeal", "tabNew", "tabError Log"]

	def test_a_table_is_rebuilt_while_people_work_or_else_at_once(self):
		person = Table("site", "tabSMS `x` Message", "InnoDB", 1)
		assert encryption.rebuilding(person, 3) == (
			"ALTER TABLE `site`.`tabSMS ``x`` Message` ENCRYPTION_KEY_ID=3, FORCE, ALGORITHM=INPLACE, LOCK=NONE"
		)
		assert "ALGORITHM" not in encryption.rebuilding(person, 3, is_online=False)
		assert "ENGINE=Aria" in encryption.rebuilding(Table("site", "tabError Log", "MyISAM", 0), 3)

	@pytest.mark.parametrize(
		("kind", "is_encrypted"), [(encryption.START_ENCRYPTION, True), (163, False), (3, False)]
	)
	def test_a_binary_log_says_whether_it_is_encrypted(self, tmp_path, kind, is_encrypted):
		description = bytes(4) + bytes([15]) + bytes(4) + (60).to_bytes(4, "little") + bytes(47)
		log = tmp_path / "binlog.000001"
		log.write_bytes(encryption.MAGIC + description + bytes(4) + bytes([kind]) + bytes(40))
		assert encryption.is_encrypted_log(log) is is_encrypted

	@pytest.mark.parametrize("content", [b"", b"\xfebin", b"no log at all, but long enough to be one"])
	def test_what_is_no_binary_log_is_not_taken_for_one(self, tmp_path, content):
		(tmp_path / "log").write_bytes(content)
		with pytest.raises(Failure, match="no binary log"):
			encryption.is_encrypted_log(tmp_path / "log")
		with pytest.raises(Failure, match="as root"):
			encryption.is_encrypted_log(tmp_path / "none")


class TestSearch:
	@pytest.fixture(autouse=True)
	def small_parts(self, monkeypatch):
		monkeypatch.setattr(byte_search, "CHUNK", 16)

	@pytest.mark.parametrize("before", [0, 1, 3, 15, 16, 17, 30, 100])
	def test_a_value_is_found_wherever_it_lies_packed_too(self, tmp_path, before):
		content = b"\xff" * before + PINFL.encode() + b"\xff" * 40
		(tmp_path / "table.ibd").write_bytes(content)
		(tmp_path / "dump.gz").write_bytes(gzip.compress(content))
		(tmp_path / "other").write_bytes(content.replace(b"4567", b"4568"))
		found = byte_search.search([tmp_path], [PINFL, "AA1234567"])
		assert found == {tmp_path / "dump.gz": {PINFL}, tmp_path / "table.ibd": {PINFL}}

	def test_what_was_not_looked_at_is_not_taken_for_clean(self, tmp_path):
		with pytest.raises(Failure, match="no files"):
			byte_search.search([tmp_path], [PINFL])
		with pytest.raises(Failure, match="no files"):
			byte_search.search([tmp_path / "none"], [PINFL])
		(tmp_path / "dump.gz").write_bytes(gzip.compress(b"x" * 400)[:-9])
		with pytest.raises(Failure, match="could not be read"):
			byte_search.search([tmp_path], [PINFL])

	@pytest.mark.parametrize("text", ["", "\n\n", "NULL\n", "123456\n", f"{PINFL}\tAA1\n"])
	def test_values_that_are_found_anywhere_or_are_none_are_refused(self, text):
		with pytest.raises(Failure):
			byte_search.read_values(text)

	def test_rows_of_the_database_are_values(self):
		assert byte_search.read_values(f"{PINFL}\tAA1234567\n{PINFL}\tNULL\n") == [PINFL, "AA1234567"]

	def test_the_command_tells_where_and_never_what(self, tmp_path):
		(tmp_path / "table.ibd").write_bytes(PINFL.encode())
		command = [sys.executable, str(ROOT / "script" / "encrypt-at-rest"), "search", str(tmp_path)]
		answer = subprocess.run(command, input=f"{PINFL}\n", capture_output=True, text=True)
		assert answer.returncode == 1
		assert "table.ibd" in answer.stderr
		assert PINFL not in answer.stderr + answer.stdout
		answer = subprocess.run(command, input="30101809999999\n", capture_output=True, text=True)
		assert (answer.returncode, answer.stderr) == (0, "")


class TestSeals:
	@pytest.fixture(scope="class")
	def keys(self, tmp_path_factory):
		"""A keyring with a private key; its public half as a file."""
		home, public = tmp_path_factory.mktemp("keyring"), tmp_path_factory.mktemp("public") / "restorer.asc"
		keyring.make(home, public)
		yield home, public
		keyring.close(home)

	@pytest.fixture
	def folder(self, tmp_path: Path) -> Path:
		"""The parts of a backup, the public files not among them."""
		(tmp_path / "backup").mkdir()
		for name in (backups.PARTS[0], backups.PARTS[2]):
			(tmp_path / "backup" / name).write_bytes(gzip.compress(PINFL.encode()))
		return tmp_path / "backup"

	def test_only_the_owner_of_the_key_reads_it_again(self, keys, folder, monkeypatch, tmp_path):
		home, public = keys
		for path in sorted(folder.iterdir()):
			sealing.seal(path, public)
		assert sorted(path.name for path in folder.iterdir()) == [
			"database.sql.gz.gpg",
			"private-files.tar.gpg",
		]
		assert byte_search.search([folder], [PINFL]) == {}
		secrets = tmp_path / "secrets.json"
		secrets.write_text("{}")
		backups.seal(folder, secrets, {}, {})
		assert backups.checked(folder)["sha256"].keys() == {"database.sql.gz.gpg", "private-files.tar.gpg"}
		monkeypatch.setenv("GNUPGHOME", str(home))
		with sealing.unsealed(folder, backups.PARTS) as plain:
			assert sorted(path.name for path in plain.iterdir()) == ["database.sql.gz", "private-files.tar"]
			assert len(byte_search.search([plain], [PINFL])) == 2
		assert not plain.exists()
		(tmp_path / "nobody").mkdir(mode=0o700)
		monkeypatch.setenv("GNUPGHOME", str(tmp_path / "nobody"))
		with pytest.raises(Failure, match="gpg: "), sealing.unsealed(folder, backups.PARTS):
			pass

	def test_what_is_no_key_seals_nothing_and_takes_nothing_away(self, folder, tmp_path):
		(tmp_path / "none.asc").write_text(json.dumps({"key": "none"}))
		before = everything(folder)
		with pytest.raises(Failure, match="gpg: "):
			sealing.check(tmp_path / "none.asc")
		with pytest.raises(Failure, match="gpg: "):
			sealing.seal(folder / backups.PARTS[0], tmp_path / "none.asc")
		assert everything(folder) == before

	def test_what_is_not_sealed_is_restored_as_it_lies(self, folder):
		with sealing.unsealed(folder, backups.PARTS) as plain:
			assert plain == folder


class TestFileSystem:
	def volume(self, folder: Path) -> volumes.Volume:
		return volumes.Volume(folder / "device", folder / "files", folder / "key")

	def test_a_file_is_no_device_and_nothing_is_made(self, tmp_path):
		(tmp_path / "device").write_bytes(b"something")
		with pytest.raises(Failure, match="no block device"):
			volumes.set_up(self.volume(tmp_path), is_dry=False)
		assert everything(tmp_path) == {"device"}

	def test_a_key_is_random_kept_and_its_owners_alone(self, tmp_path):
		volumes.make_key(tmp_path / "a" / "key")
		first = (tmp_path / "a" / "key").read_bytes()
		volumes.make_key(tmp_path / "a" / "key")
		volumes.make_key(tmp_path / "b" / "key")
		assert len(first) == volumes.BYTES_OF_A_KEY
		assert (tmp_path / "a" / "key").read_bytes() == first != (tmp_path / "b" / "key").read_bytes()
		assert (tmp_path / "a" / "key").stat().st_mode & 0o777 == 0o400

	def test_it_is_formatted_opened_and_mounted_and_opens_with_the_machine(self, tmp_path):
		volume = self.volume(tmp_path)
		assert [words[:2] for words in volumes.steps(volume)] == [
			("cryptsetup", "luksFormat"),
			("cryptsetup", "open"),
			("mkfs.ext4", "-q"),
			("mount", "/dev/mapper/esaylov-files"),
		]
		boot = volumes.lines_of_boot(volume)
		assert boot["/etc/crypttab"].split() == ["esaylov-files", str(volume.device), str(volume.key), "luks"]
		assert boot["/etc/fstab"].split()[:3] == ["/dev/mapper/esaylov-files", str(volume.folder), "ext4"]

	def test_a_folder_is_sealed_where_nothing_is_hidden_or_lost(self, tmp_path):
		place = volumes.SealedFolder(tmp_path / "sealed", tmp_path / "files", tmp_path / "key")
		told = volumes.set_up_folder(place, is_dry=True)
		assert [words[:2] for words in volumes.steps_of_folder(place)] == [
			("gocryptfs", "-init"),
			("gocryptfs", "-q"),
		]
		assert told[0] == f"a key into {place.key}"
		assert f"{place.sealed} {place.folder} fuse./usr/bin/gocryptfs" in told[-1]
		assert everything(tmp_path) == set()

	@pytest.mark.parametrize(
		("made", "reason"),
		[
			("files/a", "would be hidden"),
			("sealed/a", "is not sealed"),
			("sealed/gocryptfs.conf", "is missing"),
		],
	)
	def test_a_folder_that_holds_something_is_refused(self, tmp_path, made, reason):
		(tmp_path / made).parent.mkdir()
		(tmp_path / made).write_text("x")
		place = volumes.SealedFolder(tmp_path / "sealed", tmp_path / "files", tmp_path / "key")
		with pytest.raises(Failure, match=reason):
			volumes.set_up_folder(place, is_dry=False)

	@pytest.mark.parametrize("folder", ["sealed", "files"])
	def test_a_key_in_what_it_opens_is_refused(self, tmp_path, folder):
		place = volumes.SealedFolder(tmp_path / "sealed", tmp_path / "files", tmp_path / folder / "key")
		with pytest.raises(Failure, match="would lie in what it opens"):
			volumes.set_up_folder(place, is_dry=False)

	@pytest.mark.parametrize(
		("folder", "is_encrypted"),
		[
			("/srv/esaylov/private", True),  # LUKS itself
			("/srv/lvm", True),  # a volume of LVM on LUKS
			("/srv/half", False),  # a mirror, one half of it on LUKS
			("/srv/vault", True),  # gocryptfs
			("/srv/plain", False),
			("/home", False),
		],
	)
	def test_a_folder_is_asked_what_it_lies_on(self, tmp_path, folder, is_encrypted):
		rows = (
			("8:1", "/", "ext4"),
			("253:0", "/srv/esaylov", "ext4"),
			("253:1", "/srv/lvm", "xfs"),
			("9:0", "/srv/half", "ext4"),
			("0:50", "/srv/vault", "fuse.gocryptfs"),
			("8:2", "/srv/plain", "ext4"),
		)
		(tmp_path / "proc/self").mkdir(parents=True)
		table = "".join(
			f"20 1 {number} / {at} rw,noatime shared:1 - {kind} source rw\n" for number, at, kind in rows
		)
		(tmp_path / "proc/self/mountinfo").write_text(table)
		devices = tmp_path / "sys/dev/block"
		for number, uuid in (("253:0", "CRYPT-LUKS2-abc-esaylov-files"), ("253:1", "LVM-abc")):
			(devices / number / "dm").mkdir(parents=True)
			(devices / number / "dm/uuid").write_text(uuid + "\n")
		for number, below in (("253:1", ["dm-0"]), ("9:0", ["dm-0", "sdb"])):
			for name in below:
				(devices / number / "slaves" / name / "dm").mkdir(parents=True)
				if name == "dm-0":
					(devices / number / "slaves" / name / "dm/uuid").write_text("CRYPT-LUKS2-abc\n")
		assert volumes.is_encrypted(Path(folder), tmp_path) is is_encrypted


def test_each_command_is_one_of_the_program(capsys):
	for verb in at_rest.COMMANDS:
		with pytest.raises(SystemExit) as ended:
			at_rest.encrypt([verb, "--help"])
		assert ended.value.code == 0
	assert "--dry-run" in capsys.readouterr().out


class TestPages:
	SIZE = 512

	def page(self, kind: int, body: bytes = b"", key: int = 0, is_new: bool = True) -> bytes:
		flags = (tablespaces.NEW_FORMAT if is_new else 0).to_bytes(4)
		head = bytearray(tablespaces.BODY)
		place = tablespaces.KEY_VERSION[is_new]
		head[place] = key.to_bytes(4)
		head[tablespaces.TYPE : tablespaces.TYPE + 2] = kind.to_bytes(2)
		inside = bytes(tablespaces.FLAGS - tablespaces.BODY) + flags if kind == HEAD else body
		return bytes(head) + inside.ljust(self.SIZE - len(head) - tablespaces.TRAILER, b"\0") + b"checksum"

	@pytest.mark.parametrize("is_new", [True, False])
	def test_a_page_that_no_key_seals_is_counted(self, tmp_path, is_new):
		pages = [
			self.page(HEAD, is_new=is_new),
			self.page(UNDO, PINFL.encode(), is_new=is_new),
			self.page(UNDO, b"sealed", key=1, is_new=is_new),
			bytes(self.SIZE),
			self.page(UNDO, is_new=is_new),
			self.page(DESCRIPTION, b"numbers", is_new=is_new),
			self.page(UNDO, AT_THE_END, is_new=is_new),
		]
		(tmp_path / "undo001").write_bytes(b"".join(pages))
		assert tablespaces.pages_in_the_clear(tmp_path / "undo001", self.SIZE) == 2

	def test_what_is_written_meanwhile_is_read_once_more(self, tmp_path, monkeypatch):
		file = tmp_path / "undo001"
		clear, sealed = self.page(UNDO, PINFL.encode()), self.page(UNDO, b"sealed", key=1)
		file.write_bytes(self.page(HEAD) + clear * 2)
		listed = tablespaces._clear

		def sealed_afterwards(*arguments):
			yield from list(listed(*arguments))
			file.write_bytes(self.page(HEAD) + clear + sealed)

		monkeypatch.setattr(tablespaces, "_clear", sealed_afterwards)
		assert tablespaces.pages_in_the_clear(file, self.SIZE) == 1
