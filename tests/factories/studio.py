"""The studio of appeal types in a browser, which counts what a person does."""

from playwright.sync_api import Locator, expect

from factories.desk import Desk


class Studio:
	"""The studio in a browser. `interactions`: clicks, keys and filled fields until now."""

	def __init__(self, desk: Desk) -> None:
		self.desk, self.page, self.interactions = desk, desk.page, 0

	def open(self, code: str) -> None:
		"""Load the studio with a type."""
		self.desk.open(f"appeal-type-studio/{code}")
		expect(self.find(".esaylov-studio-head")).to_be_visible()

	def find(self, selector: str) -> Locator:
		"""Something in the studio."""
		return self.page.locator(f".esaylov-studio {selector}")

	def click(self, selector: str) -> None:
		"""One click."""
		self.find(selector).first.click()
		self.interactions += 1

	def rare(self, selector: str) -> None:
		"""Something of the head, on a phone in its menu."""
		if self.find("[data-more]").is_visible():
			self.click("[data-more]")
		self.click(selector)

	def key(self, key: str) -> None:
		"""One key."""
		self.page.keyboard.press(key)
		self.interactions += 1

	def write(self, name: str, text: str) -> None:
		"""One text in the panel."""
		field = self.find(f".esaylov-studio-panel [data-text='{name}']")
		field.fill(text)
		field.blur()
		self.interactions += 1

	def choose(self, part: str, value: str) -> None:
		"""One part of the type, from its list."""
		self.find(f"[data-part='{part}']").select_option(value)
		self.interactions += 1

	def words(self, part: str, uz: str, ru: str, en: str) -> None:
		"""A text in the three languages: three interactions."""
		for language, text in (("uz", uz), ("ru", ru), ("en", en)):
			self.write(f"{part}_{language}", text)

	def drag(self, selector: str, to: str) -> None:
		"""Drag the last of what is found to the first, when nothing moves under the pointer any more: the check has answered."""
		expect(self.find("[data-errors]")).to_have_attribute("aria-busy", "false")
		self.find(selector).last.drag_to(self.find(to).first)

	@property
	def labels(self) -> Locator:
		"""Labels of the fields, in the order in which they stand."""
		return self.find(".esaylov-studio-name b")

	def save(self) -> str:
		"""Press Save and wait until it is done; the code that the server made."""
		self.click("[data-save]")
		expect(self.find("[data-unsaved]")).to_have_count(0)
		self.page.wait_for_function("frappe.get_route()[1] !== 'new'")
		return str(self.page.evaluate("frappe.get_route()[1]"))

	def fits(self) -> bool:
		"""Nothing makes the page wider than the window, Save is seen whole, no button cuts its words off."""
		fits: bool = self.page.evaluate(
			"""() => {
				const cut = [...document.querySelectorAll(".esaylov-studio button")].filter((one) => one.scrollWidth > one.clientWidth + 1);
				const { left, right, top, bottom } = document.querySelector(".esaylov-studio [data-save]").getBoundingClientRect();
				const isSeen = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
				return !cut.length && isSeen && document.documentElement.scrollWidth <= innerWidth + 1;
			}"""
		)
		return fits

	def begin(self) -> None:
		"""A new type, from the list of types."""
		self.desk.open("appeal-type-studio")
		self.click("[data-new]")
		expect(self.find(".esaylov-studio-head")).to_be_visible()

	def tick(self, selector: str) -> None:
		"""One tick."""
		self.find(selector).check()
		self.interactions += 1

	def set(self, selector: str, value: str) -> None:
		"""One choice from a list, by its value."""
		self.find(selector).select_option(value)
		self.interactions += 1
