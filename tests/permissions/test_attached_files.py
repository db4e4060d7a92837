"""Records of files that a request writes: attached to a document that their author may write, and to an address that they read."""

import base64
from typing import Any

import pytest
from factories import inside
from factories.http import Client

AUTHOR = "sibling.chair"
TEXT = base64.b64encode(b"sinov").decode()
FORGET = """
for name in frappe.get_all("File", {"file_name": ["like", "sinov-biriktirma%"]}, pluck="name"):
	frappe.delete_doc("File", name, force=True)
frappe.db.commit()
"""


@pytest.fixture(autouse=True, scope="module")
def forgotten():
	"""Files of these tests are removed at the end."""
	yield
	inside.run(FORGET)


def file_of(client: Client, **values: Any) -> Any:
	sent = {"file_name": "sinov-biriktirma.txt", "content": TEXT, "decode": 1, "is_private": 1, **values}
	return client.session.post(f"{client.address}/api/resource/File", json=sent, timeout=60)


def changed(client: Client, name: str, **values: Any) -> Any:
	return client.session.put(f"{client.address}/api/resource/File/{name}", json=values, timeout=60)


def attached(doctype: str, name: str) -> dict[str, str]:
	return {"attached_to_doctype": doctype, "attached_to_name": name}


@pytest.mark.parametrize("name", ["chair@esaylov.example", "Administrator", "begona@esaylov.example"])
def test_a_file_is_not_attached_to_the_record_of_another_user(login, name):
	client = login(AUTHOR)
	made = file_of(client, **attached("User", name))
	assert made.status_code in {403, 404}, made.text[:300]
	own = file_of(client).json()["data"]["name"]
	moved = changed(client, own, **attached("User", name))
	assert moved.status_code in {403, 404}, moved.text[:300]
	found = inside.run(
		"answer = frappe.db.count('File', {'attached_to_doctype': 'User', 'attached_to_name': given['name']})",
		name=name,
	)
	assert found == 0


def test_a_file_is_attached_to_a_document_that_its_author_writes(login):
	client = login(AUTHOR)
	user = f"{AUTHOR}@esaylov.example"
	task = client.session.post(
		f"{client.address}/api/resource/ToDo",
		json={"description": "Sinov", "allocated_to": user},
		timeout=60,
	).json()["data"]["name"]
	for doctype, name in (("ToDo", task), ("User", user)):
		made = file_of(client, **attached(doctype, name))
		assert made.status_code == 200, (doctype, made.text[:300])


def test_the_address_of_a_stored_file_is_not_one_where_nothing_is(login):
	client = login(AUTHOR)
	own = file_of(client).json()["data"]["name"]
	for address in ("/private/files/none.pdf", "/files/none.pdf", "/private/files/../none.pdf"):
		answer = changed(client, own, file_url=address)
		assert answer.status_code in {400, 403, 404}, (address, answer.status_code, answer.text[:300])
