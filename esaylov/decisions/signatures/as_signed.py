"""What was signed with a decision, in words, for its form: its bytes are for programs."""

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov.decisions.signatures.voted import ITEM, TALLY
from esaylov.framework import titles
from esaylov.framework.desk import values_in_words

FIELDS = ("kind", "commission", "election", "appeal", "annuls", "subject_kind", "outcome", "decided_on")
GROUND = "Refusal Ground"
COUNTED = tuple(name for name in TALLY if name != "casting_vote")
"""Numbers of the vote; that the one who presides decided it is no number."""


def in_words(decision: Document) -> list[dict[str, Any]]:
	"""Each part of the signed text by itself: its `label` and `lines`, in the session's language; nothing of a draft.

	Hashes are left to the text for programs. Links that the reader may not read stand by their codes.
	"""
	said = json.loads(decision.payload or "{}")
	values = {**said, "subject_kind": said.get("subject", {}).get("kind")}
	parts = values_in_words.of("Decision", {name: values[name] for name in FIELDS if values.get(name)})
	parts += [{"label": str(_("Rows")), "lines": _rows(decision, said)}] if said.get("rows") else []
	parts += [{"label": str(_("Vote")), "lines": _vote(said["vote"])}] if said.get("vote") else []
	parts += [{"label": str(_("Text")), "lines": said["text"].splitlines()}] if said.get("text") else []
	return parts


def _rows(decision: Document, said: Mapping[str, Any]) -> list[str]:
	called = {row.row_path: row.subject for row in decision.rows}
	grounds = titles.of((GROUND, row["ground"]) for row in said["rows"] if row["ground"]).get(GROUND, {})
	lines = []
	for row in said["rows"]:
		why = (str(_(row["outcome"])), grounds.get(row["ground"], row["ground"]), row["reason"])
		lines.append(f"{called.get(row['path']) or row['path']}: {'; '.join(filter(None, why))}")
	return lines


def _vote(vote: Mapping[str, Any]) -> list[str]:
	meta = frappe.get_meta(ITEM)
	return [f"{values_in_words.label(meta, name)}: {vote[name]}" for name in COUNTED if name in vote]
