"""Screens that show documents which were written past their methods, and copies that are kept of them.

The framework does this document by document: three words with Redis for each, and a search through all that waits to be told
for each message. Of many documents these are the same messages to the same rooms, in one word
(`tests/site/framework/persistence/test_open_screens.py` compares them).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

import frappe
from frappe.model.document import Document
from frappe.realtime import get_doc_room, get_doctype_room
from frappe.utils.background_jobs import get_redis_connection_without_auth

from esaylov.framework import cache_away, queues

CHANNEL = "events"
"""Where the server of realtime listens."""
SILENT = ("in_import", "in_patch", "in_migrate", "in_install")
"""Flags under which a version of the framework tells nobody."""


def tell(documents: Sequence[Document]) -> None:
	"""Take kept copies of written documents of one DocType away, now and at the end of the transaction; who has one of them or their list
	open hears of it after the commit."""
	for document in documents if len(documents) == 1 else ():
		frappe.clear_document_cache(document.doctype, document.name)
		document.notify_update()
	if len(documents) > 1:
		_forget(documents[0].doctype, [str(document.name) for document in documents])
		_tell_together(documents)


def _forget(doctype: str, names: Sequence[str]) -> None:
	frappe.clear_document_cache(doctype, names[0])  # and what the framework keeps beside it
	keys = [frappe.get_document_cache_key(doctype, name) for name in names]
	forget = partial(frappe.cache.delete_value, keys)
	forget()
	queues.after_commit(forget)
	queues.after_rollback(forget)


def _tell_together(documents: Sequence[Document]) -> None:
	if any(frappe.flags.get(flag) for flag in SILENT):
		return
	told = [message for document in documents for message in _messages(document)]
	queues.after_commit(partial(_publish, told))


def _messages(document: Document) -> Iterator[str]:
	"""As the `notify_update` of a document words them."""
	named, meta = {"doctype": document.doctype, "name": document.name}, document.meta
	room = get_doc_room(document.doctype, document.name)
	yield _message("doc_update", {**named, "modified": document.modified}, room)
	if not (meta.get("read_only") or meta.get("issingle") or meta.get("istable")):
		room = get_doctype_room(document.doctype)
		yield _message("list_update", {**named, "user": frappe.session.user}, room)


def _message(event: str, message: dict[str, object], room: str) -> str:
	said = {"event": event, "message": message, "room": room, "namespace": frappe.local.site}
	return frappe.as_json(said, indent=None, separators=(",", ":"))


def _publish(told: Sequence[str]) -> None:
	with suppress(cache_away.AWAY):  # who is not told reads again
		sent = get_redis_connection_without_auth().pipeline(transaction=False)
		for message in told:
			sent.publish(CHANNEL, message)
		sent.execute()
