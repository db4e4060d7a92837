"""`script/verify-chain` on exports that somebody changed: it is a program of its own and shares no code with the server."""

import base64
import hashlib
import json
import random
import subprocess
import sys
from argparse import Namespace
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from factories.profile import IS_FULL

from esaylov.core.records import chain
from esaylov.core.records.chain_heads import CLOSING_DOMAIN, Head, closing, sign_heads
from esaylov.core.records.payload import canonical

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "script" / "verify-chain"
COMMISSION = "DC-1726277"
EVENTS = 24
TRIES = 10_000 if IS_FULL else 1_000


@pytest.fixture(scope="module")
def program():
	"""The program as a module; it has no suffix, so it is loaded by hand and leaves no compiled file behind."""
	loader = SourceFileLoader("verify_chain", str(PROGRAM))
	module = module_from_spec(spec_from_loader("verify_chain", loader))
	exec(compile(PROGRAM.read_text(), str(PROGRAM), "exec"), module.__dict__)  # noqa: S102 # our own file
	return module


class Server:
	"""What the server does, with one key: chains, exports, lists of heads, receipts."""

	def __init__(self, seed: int) -> None:
		self.key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(str(seed).encode()).digest())
		self.public = self.key.public_key().public_bytes_raw()
		self.key_id = hashlib.sha256(self.public).hexdigest()[:8]

	@property
	def trusted(self) -> str:
		return f"{self.key_id}:{base64.b64encode(self.public).decode()}"

	def events(self, count: int, mark: str = "") -> list[dict]:
		made, previous = [], chain.GENESIS
		for sequence in range(1, count + 1):
			opened = canonical({"payload_sha256": f"{mark}{sequence}", "salt": f"s{sequence}"})
			data = {"appeal": f"{mark}{sequence}", "commitment": hashlib.sha256(opened).hexdigest()}
			body = chain.body("appeal.filed", data)
			at = f"2026-11-24T10:{sequence:02}:00.000000"
			hashed = chain.event_hash(previous, f"e{mark}{sequence}", at, body)
			made.append(
				{
					"sequence": sequence,
					"event_id": f"e{mark}{sequence}",
					"at": at,
					"body": body,
					"previous_hash": previous,
					"hash": hashed,
				}
			)
			previous = hashed
		return made

	def export(self, events: list[dict]) -> list[bytes]:
		heading = {"document": "chain of events", "version": 1, "commission": COMMISSION}
		last = events[-1]["hash"] if events else chain.GENESIS
		content = closing(Head(COMMISSION, len(events), last), "2026-11-24T12:00:00")
		end = {
			"closing": content.decode(),
			"key_id": self.key_id,
			"public_key": base64.b64encode(self.public).decode(),
			"signature": base64.b64encode(self.key.sign(CLOSING_DOMAIN + content)).decode(),
		}
		return [canonical(line) + b"\n" for line in (heading, *events, end)]

	def heads(
		self, events: list[dict], commission: str = COMMISSION, at: str = "2026-11-24T11:00:00"
	) -> dict[str, str]:
		head = Head(commission, len(events), events[-1]["hash"])
		signed = sign_heads([head], at, 1, chain.GENESIS, self.key, self.key_id)
		return {"content": signed.content, "key_id": signed.key_id, "signature": signed.signature}


SERVER = Server(1)


def run(program, folder: Path, data: bytes, heads=(), receipts=(), keys=()) -> str:
	"""What the program finds: "" when everything holds."""
	export = folder / "export.jsonl"
	export.write_bytes(data)
	options = Namespace(export=str(export), heads=[], receipt=[], key=list(keys))
	for kind, files in (("heads", heads), ("receipt", receipts)):
		for number, content in enumerate(files):
			path = folder / f"{kind}{number}.json"
			path.write_text(json.dumps(content))
			getattr(options, kind).append(str(path))
	try:
		program.verify(options)
	except program.Broken as problem:
		return str(problem)
	return ""


def test_the_program_is_one_small_file_without_the_framework():
	text = PROGRAM.read_text()
	assert len(text.splitlines()) <= 330
	imported = {
		line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))
	}
	assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("count", [0, 1, EVENTS])
def test_a_whole_export_holds(program, tmp_path, count):
	data = b"".join(SERVER.export(SERVER.events(count)))
	assert run(program, tmp_path, data) == ""
	assert run(program, tmp_path, data, keys=[SERVER.trusted]) == ""


def test_each_of_many_random_changes_is_found(program, tmp_path):
	"""Changed bytes, and lines removed, doubled, moved, cut off: all of TRIES are found."""
	chosen = random.Random(20261124)
	lines = SERVER.export(SERVER.events(EVENTS))
	unnoticed = []
	for attempt in range(TRIES):
		changed = CHANGES[attempt % len(CHANGES)](chosen, lines)
		if changed != b"".join(lines) and not run(program, tmp_path, changed, keys=[SERVER.trusted]):
			unnoticed.append((attempt, changed))
	assert unnoticed == []


def change_byte(chosen: random.Random, lines: list[bytes]) -> bytes:
	data = bytearray(b"".join(lines))
	data[chosen.randrange(len(data))] ^= chosen.randrange(1, 256)
	return bytes(data)


def change_text(chosen: random.Random, lines: list[bytes]) -> bytes:
	"""One event says something else and carries a hash that fits; those after it do not follow."""
	place = chosen.randrange(1, len(lines) - 1)
	event = json.loads(lines[place])
	event["body"] = event["body"].replace("appeal.filed", "appeal.withdrawn")
	event["hash"] = chain.event_hash(event["previous_hash"], event["event_id"], event["at"], event["body"])
	return b"".join([*lines[:place], canonical(event) + b"\n", *lines[place + 1 :]])


def remove_line(chosen: random.Random, lines: list[bytes]) -> bytes:
	place = chosen.randrange(len(lines))
	return b"".join(lines[:place] + lines[place + 1 :])


def double_line(chosen: random.Random, lines: list[bytes]) -> bytes:
	place = chosen.randrange(len(lines))
	return b"".join(lines[: place + 1] + lines[place:])


def reorder(chosen: random.Random, lines: list[bytes]) -> bytes:
	moved = list(lines)
	first, second = chosen.sample(range(len(lines)), 2)
	moved[first], moved[second] = moved[second], moved[first]
	return b"".join(moved)


def cut_tail(chosen: random.Random, lines: list[bytes]) -> bytes:
	"""Events cut off, with and without the old closing line behind them."""
	kept = lines[: chosen.randrange(1, len(lines) - 1)]
	return b"".join([*kept, lines[-1]] if chosen.random() < 0.5 else kept)


CHANGES = (change_byte, change_text, remove_line, double_line, reorder, cut_tail)


def test_a_tail_cut_off_with_a_new_closing_is_found_by_a_saved_head(program, tmp_path):
	events = SERVER.events(EVENTS)
	shorter = b"".join(SERVER.export(events[:-2]))
	assert run(program, tmp_path, shorter, keys=[SERVER.trusted]) == ""
	assert "cut off" in run(program, tmp_path, shorter, heads=[SERVER.heads(events)], keys=[SERVER.trusted])


def test_a_chain_rewritten_as_a_whole_is_found_by_a_saved_head_or_receipt(program, tmp_path, capsys):
	events, rewritten = SERVER.events(EVENTS), SERVER.events(EVENTS, mark="x")
	forged = b"".join(SERVER.export(rewritten))
	assert run(program, tmp_path, forged, keys=[SERVER.trusted]) == ""
	assert "cannot be told from the true one" in capsys.readouterr().out
	assert "rewritten" in run(program, tmp_path, forged, heads=[SERVER.heads(events[:5])])
	assert "rewritten" in run(program, tmp_path, forged, receipts=[receipt(events, 7)])


def receipt(events: list[dict], place: int, salt: str = "") -> dict[str, str]:
	return {
		"event_hash": events[place - 1]["hash"],
		"salt": salt or f"s{place}",
		"payload_sha256": str(place),
	}


def test_saved_heads_and_receipts_of_the_true_chain_hold(program, tmp_path, capsys):
	events = SERVER.events(EVENTS)
	data = b"".join(SERVER.export(events))
	saved = [SERVER.heads(events[:9]), SERVER.heads(events, "CEC")]
	assert run(program, tmp_path, data, saved, [receipt(events, 7)], [SERVER.trusted]) == ""
	said = capsys.readouterr().out
	assert "up to event 9" in said
	assert "no event of this commission" in said
	assert "the filing is event 7" in said
	assert "cannot be told" not in said


def test_a_receipt_of_another_paper_does_not_open_the_event(program, tmp_path):
	events = SERVER.events(EVENTS)
	wrong = receipt(events, 7, salt="another")
	assert "not about the filing" in run(program, tmp_path, b"".join(SERVER.export(events)), receipts=[wrong])


def test_another_servers_key_is_refused(program, tmp_path):
	events = SERVER.events(3)
	assert "key" in run(program, tmp_path, b"".join(Server(2).export(events)), keys=[SERVER.trusted])
	forged = SERVER.heads(events) | {"signature": Server(2).heads(events)["signature"]}
	data = b"".join(SERVER.export(events))
	assert "signature" in run(program, tmp_path, data, heads=[forged], keys=[SERVER.trusted])


def test_the_program_ends_with_a_code_and_a_sentence(tmp_path):
	events = SERVER.events(3)
	export = tmp_path / "export.jsonl"
	answers = []
	for data in (b"".join(SERVER.export(events)), b"".join(SERVER.export(events)[:-1])):
		export.write_bytes(data)
		answers.append(subprocess.run([sys.executable, PROGRAM, export], capture_output=True, text=True))
	missing = subprocess.run([sys.executable, PROGRAM, tmp_path / "none"], capture_output=True, text=True)
	assert [answer.returncode for answer in (*answers, missing)] == [0, 1, 2]
	assert "NOT TRUE: the closing line is missing" in answers[1].stderr
	assert "Traceback" not in answers[1].stderr + missing.stderr


def test_the_program_prints_where_the_export_ends(program, tmp_path, capsys):
	events = SERVER.events(EVENTS)
	shorter = b"".join(SERVER.export(events[:-3]))
	assert run(program, tmp_path, shorter) == ""
	said = capsys.readouterr().out
	assert f"ends with event {EVENTS - 3} of {events[-4]['at']}; exported at 2026-11-24T12:00:00" in said
	assert "may lack" in said
	newer = SERVER.heads(events[:-3], at="2026-11-25T08:00:00")
	assert run(program, tmp_path, shorter, heads=[newer]) == ""
	assert "may lack" not in capsys.readouterr().out


def test_a_newer_list_that_names_lacking_events_ends_with_an_error(tmp_path):
	events = SERVER.events(EVENTS)
	export, heads = tmp_path / "export.jsonl", tmp_path / "heads.json"
	export.write_bytes(b"".join(SERVER.export(events[:-3])))
	heads.write_text(json.dumps(SERVER.heads(events, at="2026-11-25T08:00:00")))
	done = subprocess.run([sys.executable, PROGRAM, export, "--heads", heads], capture_output=True, text=True)
	assert done.returncode == 1
	assert (
		f"names {EVENTS} events, the export of 2026-11-24T12:00:00 ends with event {EVENTS - 3}"
		in done.stderr
	)


DEEP = "[" * 200_000 + "]" * 200_000
STRANGE_HEADS = (
	DEEP,
	json.dumps({"content": DEEP}),
	json.dumps({"content": '{"at":1,"heads":[{"commission":"DC-1726277","sequence":"x","hash":1}]}'}),
	json.dumps({"content": '{"at":1,"heads":[{"commission":[],"sequence":1,"hash":1}]}'}),
)


@pytest.mark.parametrize("number", range(len(STRANGE_HEADS)))
def test_deep_and_strange_json_ends_with_a_sentence(tmp_path, number):
	lines = SERVER.export(SERVER.events(3))
	export, deep, heads = tmp_path / "export.jsonl", tmp_path / "deep.jsonl", tmp_path / "heads.json"
	export.write_bytes(b"".join(lines))
	closing_line = json.loads(lines[-1]) | {"closing": DEEP}
	heads.write_text(STRANGE_HEADS[number])
	for data in (
		[DEEP.encode() + b"\n"],
		[*lines[:2], DEEP.encode() + b"\n"],
		[*lines[:-1], canonical(closing_line) + b"\n"],
	):
		deep.write_bytes(b"".join(data))
		done = subprocess.run([sys.executable, PROGRAM, deep], capture_output=True, text=True)
		assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
		assert done.stderr.startswith("NOT TRUE: ")
	done = subprocess.run([sys.executable, PROGRAM, export, "--heads", heads], capture_output=True, text=True)
	assert done.returncode in (1, 2)
	assert "Traceback" not in done.stderr
	assert done.stderr.startswith(("NOT TRUE: ", "cannot read: "))
