"""What the steps of the administrator's trial share, and how a broken one is undone (tests/web/test_administrators_trial.py)."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from playwright.sync_api import Page, expect

from factories import inside
from factories.desk import Desk
from factories.forms import press
from factories.http import Client, file_answers
from factories.studio import Studio

TEMPLATE, KIND, LAYOUT = "S04", "media_representative", "Press Certificate"
PUT_BACK = """
from factories import settled
settled.saved(frappe.get_doc(given["doctype"], given["name"]).update(given["values"]))
"""
SLOW = 120_000
"""Milliseconds that a form may take on a busy machine."""


@dataclass
class Trial:
	"""What the steps share: the administrator's Desk, the logins of the others, and what was made on the way."""

	desk: Desk
	page: Page
	enter: Callable[[str], Desk]
	login: Callable[[str], Client]
	mark: str
	"""Stands in the names of what is made, so that no two trials meet."""
	code: str = ""
	"""Of the type, which the server gives it."""
	appeals: list[str] = field(default_factory=list)
	texts: dict[str, str] = field(default_factory=dict)
	version: int = 0

	@cached_property
	def studio(self) -> Studio:
		"""The studio in the administrator's Desk."""
		return Studio(self.desk)

	@property
	def copy(self) -> str:
		"""Name of the copied layout."""
		return f"Guvohnoma {self.mark}"

	def question(self, language: str) -> str:
		"""The question of the public page."""
		return f"Sinov savoli {self.mark} {language}?"

	def file(self) -> str:
		"""An appeal that the branch files and the chair takes for review; its name."""
		made = file_answers(
			self.login("party"), self.code, {"uchrashuv_sanasi": "2027-01-15", "izoh": "Maktab zalida"}
		)
		taken = self.login("chair").post("appeals.assign", appeal=made, user="chair@esaylov.example")
		assert taken.status_code == 200, taken.text
		self.appeals.append(made)
		return made

	def messages(self, appeal: str) -> list[dict[str, Any]]:
		"""What stands in the outbox about an appeal, as an auditor reads it."""
		fields = json.dumps(["name", "text", "template_version"])
		asked = {"filters": json.dumps({"reference_name": appeal, "template": TEMPLATE}), "fields": fields}
		auditor = self.login("auditor")
		found = auditor.session.get(f"{auditor.address}/api/resource/SMS Message", params=asked, timeout=60)
		return found.json()["data"]

	def shown_to_chair(self, appeal: str, step: str, left: str) -> None:
		"""The chair's form of an appeal names the days left, and one button for the next step."""
		chair = self.enter("chair@esaylov.example")
		page = chair.page
		if "/appeal/" in page.url:
			page.evaluate("name => frappe.set_route('Form', 'Appeal', name)", appeal)
			page.wait_for_function("name => window.cur_frm?.docname === name", arg=appeal)
		else:
			chair.open(f"appeal/{appeal}")
		button = page.locator(".page-container:visible .primary-action:visible")
		expect(button).to_have_text(step, timeout=SLOW)
		expect(page.locator(".page-container:visible .form-message:visible").first).to_contain_text(
			left, timeout=SLOW
		)

	def specimen(self) -> str:
		"""The text of the PDF that the button of the kind opens, without spaces."""
		self.page.evaluate("window.open = (address) => { window.opened = address }")
		press(self.page, "Specimen")
		found = self.page.request.get(self.page.evaluate("window.opened"))
		assert found.headers["content-type"] == "application/pdf", found.text()[:500]
		file = self.desk.keep("specimen.pdf")
		file.write_bytes(found.body())
		command = ["pdftotext", "-layout", file, "-"]
		said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
		return "".join(said.split())  # capitals stand wide

	def sign(self, doctype: str, name: str) -> None:
		"""Another administrator's yes to what waits about a document."""
		second = self.login("second.administrator")
		asked = {
			"filters": json.dumps(
				{"reference_doctype": doctype, "reference_name": name, "status": "Proposed"}
			)
		}
		address = f"{second.address}/api/resource/Configuration Change"
		(change,) = second.session.get(address, params=asked, timeout=60).json()["data"]
		payload = second.get("configuration.to_sign", change=change["name"]).json()["message"]["payload"]
		answer = second.post("configuration.confirm", change=change["name"], signature=second.sign(payload))
		assert answer.status_code == 200, answer.text

	@property
	def token(self) -> dict[str, str]:
		"""The header that the System Manager's requests carry."""
		return {"X-Frappe-CSRF-Token": self.enter("Administrator").page.evaluate("frappe.csrf_token")}


def undo(trial: Trial) -> None:
	"""What a broken trial would leave, and the question, which an administrator withdraws and does not delete."""
	if trial.code:
		trial.login("administrator").post("appeal_types.unpublish", appeal_type=trial.code)
		inside.sign_waiting("Appeal Type", trial.code)
	manager = trial.enter("Administrator")
	manager.open("todo")
	values = {**{f"text_{key}": text for key, text in trial.texts.items()}, "enabled": 1}
	inside.run(PUT_BACK, doctype="SMS Template", name=TEMPLATE, values=values)
	address = f"/api/resource/Certificate Kind/{KIND}"
	assert manager.page.request.put(address, data={"print_format": LAYOUT}, headers=trial.token).ok
	asked = {"filters": json.dumps({"question_uz": trial.question("uz")})}
	found = manager.page.request.get("/api/resource/FAQ", params=asked).json()["data"]
	left = [("Print Format", trial.copy), *(("FAQ", row["name"]) for row in found)]
	for doctype, name in left:
		manager.page.request.delete(f"/api/resource/{doctype}/{name}", headers=trial.token)
