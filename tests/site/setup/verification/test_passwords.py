"""Which passwords nobody may set, and that each road to a new one asks it."""

import hashlib
import re

import frappe
import pytest
from factories import recoveries
from frappe.utils.password import check_password
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from esaylov.api import access
from esaylov.framework.errors import CodeRefused, NotPermitted, TooMany
from esaylov.framework.requests import limits
from esaylov.identity.logins import failed_passwords, passwords
from esaylov.setup.verification import site as verification
from esaylov.setup.verification.result import Verdict

COMMON = FREQUENCY_LISTS["passwords"]
ASKED = 3_000
"""How many of those that fit our rules ASVS 6.2.4 wants compared."""
GOOD = (
	recoveries.PASSWORD,
	"tuya-choynak-deraza",
	"Yangi-parol-2026!",
	"xK9#2$pQ8@1z",
	"q7%R-=2)8+4&",
	"8402917365510938",
	"ёлғиз дарахт шамол",
	"correct horse battery staple",
)


def refused(password: str, *names: str) -> str:
	"""The code of a refusal; "" where it may be set."""
	try:
		passwords.check(password, names)
	except CodeRefused as refusal:
		return f"{refusal.code} at {refusal.field}".removesuffix(" at password")
	return ""


@pytest.fixture
def no_policy(monkeypatch):
	"""What is refused here is refused without the framework's own look at its strength."""
	monkeypatch.setattr(passwords, "_is_weak", lambda password, names: False)


@pytest.mark.parametrize("password", GOOD)
def test_what_is_long_and_of_ones_own_may_be_set(password):
	assert refused(password, "Boʻron", "Boʻronov", "boron@esaylov.example") == ""


@pytest.mark.parametrize(
	("password", "code"),
	[("", "password_short"), ("tuya-choyna", "password_short"), ("x" * 129, "password_short")],
)
def test_the_length_is_asked_first(password, code):
	assert refused(password) == code


@pytest.mark.usefixtures("no_policy")
def test_each_of_the_commonest_is_refused_however_it_is_made_long_enough():
	"""Twice, with a year, with signs, in capitals: more than 3,000 that fit the rules, each refused by the list alone."""
	tried = set()
	for word in COMMON[:ASKED]:
		tried |= {word, word * 3, f"{word}2026!!", f"2026{word.capitalize()}", f"{word.upper()}123456"}
	fitting = {one for one in tried if passwords.SHORTEST <= len(one) <= passwords.LONGEST}
	assert len(fitting) > ASKED
	assert [one for one in sorted(fitting) if refused(one) != "password_common"] == []


@pytest.mark.usefixtures("no_policy")
def test_each_of_the_list_that_is_long_enough_is_refused_as_it_is():
	fitting = [word for word in COMMON if len(word) >= passwords.SHORTEST]
	assert len(COMMON) == 30_000
	assert len(fitting) > 200
	assert [word for word in fitting if refused(word) != "password_common"] == []


@pytest.mark.usefixtures("no_policy")
@pytest.mark.parametrize(
	("password", "code"),
	[
		("P@ssw0rd2026", "password_common"),
		("QwErTyQwErTy", "password_common"),
		("...football...", "password_common"),
		("Saylov-2026!Parol", "password_weak"),
		("Toshkent-2026!", "password_weak"),
		("Oʻzbekiston-saylov", "password_weak"),
		("ozbekiston-saylov", "password_weak"),
		("пароль-выборы-26", "password_weak"),
		("Abduvahobov-1990", "password_weak"),
		("karimova.2026.chair", "password_weak"),
	],
)
def test_what_everybody_here_knows_is_no_password(password, code):
	assert refused(password, "Karimova", "Abduvahobov", "chair@esaylov.example") == code


def test_the_framework_s_policy_is_asked_besides():
	assert refused("abcdefghijkl") == "password_weak"


class TestStolen:
	"""A list of stolen passwords that lies on the machine."""

	@pytest.fixture
	def known(self) -> list[str]:
		return [f"stolen-{number}-word" for number in range(700)]

	@pytest.fixture(params=["\n", "\r\n"])
	def path(self, request, tmp_path, known, monkeypatch):
		hashes = sorted(hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest() for one in known)
		lines = [f"{one.upper()}:{place**3 + 1}" for place, one in enumerate(hashes)]
		path = tmp_path / "stolen.txt"
		path.write_bytes(request.param.join([*lines, ""]).encode())
		monkeypatch.setitem(frappe.local.conf, passwords.STOLEN, str(path))
		return path

	def test_each_of_it_is_found_and_nothing_else(self, path, known):
		assert [one for one in known if not passwords.is_stolen(one)] == []
		assert [one for one in known if passwords.is_stolen(f"{one}s")] == []
		assert refused(known[0]) == "password_common"

	def test_it_is_looked_up_in_a_few_reads(self, path, known, monkeypatch):
		reads = []
		first = passwords.Path.open

		class Counting:
			def __init__(self, file):
				self.file = file

			def __getattr__(self, name):
				return getattr(self.file, name)

			def readline(self):
				reads.append(1)
				return self.file.readline()

			def __enter__(self):
				return self

			def __exit__(self, *problem):
				self.file.close()

		monkeypatch.setattr(passwords.Path, "open", lambda path, mode: Counting(first(path, mode)))
		assert passwords.is_stolen(known[350])
		assert len(reads) < 2 * path.stat().st_size.bit_length()

	def test_the_check_of_the_site_says_how_many_it_has(self, path):
		found = verification._passwords()
		assert found.verdict is Verdict.RIGHT
		assert re.search(r"about \d{3} stolen", found.seen)

	def test_one_that_is_not_there_refuses_nobody_and_is_told(self, monkeypatch, tmp_path):
		monkeypatch.setitem(frappe.local.conf, passwords.STOLEN, str(tmp_path / "none"))
		assert refused(GOOD[0]) == ""
		title = "The list of stolen passwords cannot be read"
		assert frappe.db.exists("Error Log", {"method": title})
		assert verification._passwords().verdict is Verdict.WRONG

	@pytest.mark.parametrize("text", ["", "password:7\n", f"{'F' * 40}:1\n{'0' * 40}:1\n"])
	def test_what_is_no_such_list_is_told(self, text, tmp_path, monkeypatch):
		path = tmp_path / "list.txt"
		path.write_text(text)
		monkeypatch.setitem(frappe.local.conf, passwords.STOLEN, str(path))
		assert verification._passwords().verdict is Verdict.WRONG
		assert passwords.is_stolen("password") is False

	def test_without_one_the_site_is_told(self, monkeypatch):
		monkeypatch.delitem(frappe.local.conf, passwords.STOLEN, raising=False)
		assert verification._passwords().verdict is Verdict.DOUBTFUL
		assert passwords.is_stolen("password") is False


class TestRoads:
	"""Each way to a new password but the console of who holds the bench."""

	@pytest.mark.parametrize("who", ["Administrator", "administrator@esaylov.example"])
	def test_nobody_types_the_password_of_another_persons_login(self, as_user, who):
		"""An administrator entered as the chair so, and a day later counted for the second person."""
		as_user(who)
		for login in ("chair@esaylov.example", "auditor@esaylov.example", "party@esaylov.example"):
			user = frappe.get_doc("User", login)
			user.new_password = "tuya-choynak-deraza-9"
			with pytest.raises(NotPermitted) as problem:
				user.save(ignore_permissions=True)
			assert problem.value.code == "password_of_another"

	def test_of_a_login_behind_which_nobody_stands_it_is_typed(self):
		user = frappe.get_doc(doctype="User", email="yangi@esaylov.example", first_name="Yangi")
		user.flags.no_welcome_mail = True
		user.insert(ignore_permissions=True)
		user.update({"new_password": "tuya-choynak-deraza-9"}).save(ignore_permissions=True)
		assert check_password(user.name, "tuya-choynak-deraza-9") == user.name

	def test_a_user_of_the_desk_gets_none_that_is_common(self, as_user):
		as_user("secretary@esaylov.example")
		user = frappe.get_doc("User", "secretary@esaylov.example")
		user.new_password = "Password2026!"
		with pytest.raises(CodeRefused) as problem:
			user.save(ignore_permissions=True)
		assert problem.value.code == "password_common"
		assert user.get("new_password") == "Password2026!", "the framework had not taken it yet"

	def test_a_new_user_neither(self):
		user = frappe.get_doc(
			doctype="User", email="yangi@esaylov.example", first_name="Yangi", new_password="qwertyqwerty1"
		)
		user.flags.no_welcome_mail = True
		with pytest.raises(CodeRefused) as problem:
			user.insert(ignore_permissions=True)
		assert problem.value.code == "password_common"

	def test_a_user_that_is_saved_without_one_is_asked_nothing(self):
		user = frappe.get_doc("User", "secretary@esaylov.example")
		passwords.check_user(user)


def test_old_passwords_are_counted_and_failures_of_others_lock_nobody(monkeypatch):
	frappe.set_user("chair@esaylov.example")
	monkeypatch.setattr(failed_passwords, "KIND", f"failed-password-{frappe.generate_hash(length=8)}")
	form = {"old_password": "wrong", "new_password": GOOD[0]}
	limits.hit(failed_passwords.KIND, failed_passwords._key_of_user(frappe.session.user), 60, by=99)
	for _ in range(frappe.utils.cint(frappe.get_system_settings("allow_consecutive_login_attempts"))):
		access._check_new_password(form)
	with pytest.raises(TooMany):
		access._check_new_password(form)
	frappe.local.flags.esaylov_known_device = None
