"""Signing in the page: what Chromium signs with a key file verifies by the core; what is wrong has its code."""

import base64
import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from cryptography.hazmat.primitives.serialization import Encoding
from factories.profile import few

from esaylov.core.signing import SignatureInvalid, TrustStore, verify_cms
from esaylov.setup.demo.signing import authority

pytestmark = pytest.mark.web

ROOT = Path(__file__).resolve().parents[2]
CONTENT = '{"answers":{"name":"Boʻronov Ўткир"}}'.encode()
PHRASE = "sir"
TASHKENT = timedelta(hours=5)
SIGN = """async ([p12, password, content, at]) => {
	const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
	try {
		const order = { p12: bytes(p12).buffer, password, content: bytes(content) };
		if (at) order.at = new Date(at);
		return { signature: await window.esaylovSign(order) };
	} catch (problem) {
		return { code: problem.code, message: String(problem) };
	}
}"""


def now() -> datetime:
	"""Naive Tashkent time, as the core wants it."""
	return datetime.now(UTC).replace(tzinfo=None) + TASHKENT


@pytest.fixture(scope="module")
def issuer():
	return authority.make_authority(
		"Test authority", now() - timedelta(days=900), now() + timedelta(days=900)
	)


def issued(issuer, kind=authority.KeyKind.EC, days=(-1, 300)):
	holder = authority.Holder("Boronov Boron", "10101800000009", "Branch", "900000001")
	start, end = (now() + timedelta(days=day) for day in days)
	return authority.issue(issuer, holder, start, end, key=authority.make_key(kind))


@pytest.fixture
def signer_of(page, base_url):
	"""Signs with the bundle at an address, in a page of ours, which carries the content policy that the cabinet has."""

	def signer(script: str):
		page.goto(urljoin(base_url, "/verify"))
		page.add_script_tag(url=script)

		def signed(
			p12: bytes, password: str = PHRASE, content: bytes = CONTENT, at: str | None = None
		) -> dict:
			order = [base64.b64encode(p12).decode(), password, base64.b64encode(content).decode(), at]
			return page.evaluate(SIGN, order)

		return signed

	return signer


@pytest.fixture
def sign(signer_of, base_url):
	"""Signs with the bundle of this bench."""
	assets = json.loads(requests.get(urljoin(base_url, "/assets/assets.json"), timeout=60).text)
	return signer_of(assets["signing.bundle.js"])


def verified(answer: dict, issuer, content: bytes = CONTENT):
	trust = TrustStore.of([issuer.certificate.public_bytes(Encoding.DER)], [], [])
	return verify_cms(base64.b64decode(answer["signature"]), content, trust, now())


@pytest.mark.parametrize(
	"kind",
	few(
		[authority.KeyKind.EC, authority.KeyKind.RSA, authority.KeyKind.EC_384],
		lambda kind: kind is not authority.KeyKind.EC_384,
	),
)
def test_a_signature_made_in_the_browser_verifies(sign, issuer, kind):
	before = now().replace(microsecond=0)
	signer = verified(sign(authority.pkcs12(issued(issuer, kind), "sir")), issuer)
	assert (signer.pinfl, signer.tin) == ("10101800000009", "900000001")
	assert before <= signer.signed_at <= now()


def test_it_is_for_these_bytes_only(sign, issuer):
	answer = sign(authority.pkcs12(issued(issuer), "sir"))
	with pytest.raises(SignatureInvalid):
		verified(answer, issuer, CONTENT + b" ")


def test_a_password_outside_ascii_opens_too(sign, issuer):
	p12 = authority.pkcs12(issued(issuer), "пароль Oʻ")
	assert "signature" in sign(p12, "пароль Oʻ")


def test_a_wrong_password_has_its_code(sign, issuer):
	assert sign(authority.pkcs12(issued(issuer), "sir"), "other")["code"] == "wrong_password"


@pytest.mark.parametrize(
	("days", "code"), [((-20, -10), "expired"), ((10, 20), "not_yet_valid")], ids=["expired", "not yet valid"]
)
def test_a_certificate_out_of_its_time_has_its_code(sign, issuer, days, code):
	assert sign(authority.pkcs12(issued(issuer, days=days), "sir"))["code"] == code


@pytest.mark.parametrize(
	"garbage", few([b"hello", b"", b"%PDF-1.4 not a key", bytes(range(256))], b"".__eq__)
)
def test_another_file_has_its_code(sign, garbage):
	assert sign(garbage)["code"] == "not_p12"


def test_nothing_is_sent_while_signing(page, sign, issuer):
	sent: list[str] = []
	page.on("request", lambda request: sent.append(request.url))
	assert "signature" in sign(authority.pkcs12(issued(issuer), "sir"))
	assert sent == []


@pytest.fixture(scope="module")
def installed_by_yarn(tmp_path_factory) -> Path:
	"""What `bench get-app` and `bench build` make of the app on a stock bench: yarn installs, and reads no lock of npm."""
	folder = tmp_path_factory.mktemp("yarn")
	tools = folder / "tools"
	run(folder, "npm", "install", "--silent", "--ignore-scripts", "--prefix", str(tools), "yarn@1.22.22")
	app = folder / "apps" / "esaylov"
	shutil.copytree(ROOT / "esaylov" / "public" / "js", app / "esaylov" / "public" / "js")
	shutil.copy(ROOT / "package.json", app)
	yarn = tools / "node_modules" / "yarn" / "bin" / "yarn.js"
	run(app, "node", str(yarn), "install", "--check-files", "--ignore-scripts", "--silent")
	return app


@pytest.fixture
def yarn_script(installed_by_yarn, page, base_url) -> str:
	"""The same bundle built with the packages that yarn installed, served at an address of our own."""
	esbuild = ROOT / ".bench" / "node" / "node_modules" / "esbuild" / "bin" / "esbuild"
	if not esbuild.exists():
		pytest.skip("no development bench: run script/test")
	source = installed_by_yarn / "esaylov" / "public" / "js" / "signing.bundle.js"
	target = installed_by_yarn / "signing.js"
	options = ["--bundle", "--minify", "--target=es2017", "--external:/assets/*", f"--outfile={target}"]
	run(installed_by_yarn, str(esbuild), str(source), *options)
	address = urljoin(base_url, "/assets/signing-by-yarn.js")
	page.route(address, lambda route: route.fulfill(path=target, content_type="text/javascript"))
	return address


def run(folder: Path, *command: str) -> None:
	done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
	assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.full
@pytest.mark.parametrize("kind", [authority.KeyKind.EC, authority.KeyKind.RSA])
def test_what_yarn_installs_signs_too(signer_of, yarn_script, issuer, kind):
	answer = signer_of(yarn_script)(authority.pkcs12(issued(issuer, kind), PHRASE))
	assert verified(answer, issuer).pinfl == "10101800000009"


@pytest.mark.full
@pytest.mark.parametrize("package", ["asn1js", "pkijs"])
def test_yarn_installs_one_of_each(installed_by_yarn, package):
	"""Two of them do not know each other's objects, and no key file signs."""
	found = [path.parent for path in installed_by_yarn.rglob(f"node_modules/{package}/package.json")]
	assert found == [installed_by_yarn / "node_modules" / package]
