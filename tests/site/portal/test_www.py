"""`esaylov/www/`: a pair of template and module for each page; at the bare address of a file there is none of them.

Frappe's own renderer shows what lies in `www/` at the address of the file, with nothing escaped: no address of that kind may
give a template of ours, with our renderer and without it.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import frappe
import pytest
from factories.profile import few
from frappe.website import router
from frappe.website.page_renderers.not_found_page import NotFoundPage
from frappe.website.path_resolver import PathResolver
from frappe.website.serve import get_response
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from esaylov.portal import routes, web
from esaylov.portal.renderer import PortalRenderer
from esaylov.portal.web import SHARED, WWW

FILES = sorted(path for path in WWW.rglob("*") if path.is_file() and path.suffix != ".pyc")
PAGES = [path for path in FILES if path.suffix == ".py" and path.name != "__init__.py"]
TEMPLATES = [path for path in FILES if path.suffix == ".html"]
STEMS = sorted({path.relative_to(WWW).with_suffix("").as_posix() for path in FILES})
FORMS = ("{}", "{}.html", "{}.py", "{}/index", "{}/index.html", "{}/")
WITHOUT_LOGIN = {
	*("login", "cabinet/login", "cabinet/login/code", "cabinet/login/eds"),
	*("cabinet/recovery", "cabinet/invite"),
}
SAMPLES = {
	"appeal_type": "A56",
	"code": "1726",
	"constituency": "ab12",
	"election": "demo",
	"election_type": "LC_PL",
	"form": "csv",
	"group": "persons",
	"name": "ab12",
	"participant": "voters",
	"party": "MT",
	"sha256": "0" * 64,
	"token": "a.b.c",
	"width": "96",
}
"""Something for each part of an address."""


def inside(path: Path) -> str:
	return path.relative_to(WWW).as_posix()


def test_nothing_lies_there_but_pages_and_their_templates():
	"""Any other text file, a README too, would be given out at its name."""
	assert {path.suffix for path in FILES} == {".py", ".html"}
	assert [inside(path) for path in TEMPLATES if not path.with_suffix(".py").is_file()] == []


def test_a_page_that_shows_a_template_shows_the_one_of_its_name():
	for path in PAGES:
		own = inside(path.with_suffix(".html"))
		named = [
			node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)
		]
		assert (own in named) == path.with_suffix(".html").is_file(), own


def test_no_template_hides_another():
	shared = {path.relative_to(SHARED).as_posix() for path in SHARED.rglob("*.html")}
	assert len(shared) > 5
	assert not shared & {inside(path) for path in TEMPLATES}


def test_each_page_says_where_it_is_and_who_may_see_it():
	assert [page.__name__ for page in routes.modules()] == [
		f"esaylov.www.{inside(path.with_suffix('')).replace('/', '.')}" for path in PAGES
	]
	for page in routes.modules():
		folder = page.__name__.split(".")[2]
		for route in routes.declared(page):
			assert route.is_public == (folder == "portal"), page
			is_open = folder != "cabinet" or route.pattern in WITHOUT_LOGIN
			assert route.login != is_open, page


def test_two_pages_do_not_claim_one_address():
	claims = Counter((route.is_public, route.pattern) for route in routes.declared_routes())
	assert [claim for claim, number in claims.items() if number > 1] == []


@pytest.mark.parametrize("route", routes.declared_routes(), ids=lambda route: route.pattern)
def test_an_address_leads_to_one_page(route):
	"""What fits it besides has parts where this one is written out, and comes after it."""
	path = sample(route.pattern)
	assert re.fullmatch(route.pattern, path)
	fitting = [
		address
		for address in routes.addresses()
		if address.route.is_public == route.is_public and address.pattern.fullmatch(path)
	]
	assert fitting[0].route is route
	assert all(address.pattern.groups for address in fitting[1:])
	assert len(fitting) == 1 or not fitting[0].pattern.groups
	assert routes.stands(path, route.is_public)
	assert routes.is_built(path) == (route.is_built and route.is_public)


def sample(pattern: str) -> str:
	"""An address that fits a pattern."""
	path = re.sub(r"\(\?P<(\w+)>[^()]*\)", lambda part: SAMPLES[part[1]], pattern)
	return path.replace("\\", "")


def test_a_page_answers_no_context_of_the_framework():
	for page in routes.modules():
		with pytest.raises(frappe.DoesNotExistError):
			page.get_context(frappe._dict(path="portal/home"))


@pytest.fixture(params=["Guest", "party@esaylov.example"])
def ask(request, monkeypatch) -> Callable[[str, str], Response | None]:
	"""`ask("portal/home", host)`: the response; None where Frappe finds neither a renderer nor a file. As a guest and as a login.

	Each host is new to Frappe, which remembers whole addresses that were not found and asks no renderer for them again.
	"""
	frappe.set_user(request.param)
	monkeypatch.setattr(web, "get_csrf_token", lambda: "token of a session")

	def asked(path: str, host: str) -> Response | None:
		http = Request(EnvironBuilder(path=f"/{path}", base_url=f"http://{host}.example").get_environ())
		monkeypatch.setattr(frappe.local, "request", http, raising=False)
		_, chosen = PathResolver(http.path).resolve()
		return None if isinstance(chosen, NotFoundPage) else get_response()

	yield asked
	frappe.cache.delete_value("website_404")


@pytest.mark.parametrize("form", few(FORMS, FORMS[:2].__contains__))
def test_at_its_bare_address_a_file_is_not_found(ask, form):
	"""With our renderer: our page where the address is one, else our 404."""
	for stem in STEMS:
		response, path = ask(form.format(stem), "ours"), f"{form.format(stem)}".strip("/")
		assert response is not None, path
		is_page = routes.stands(path, is_public=False)
		assert response.status_code in ((200, 303, 404) if is_page else (404,)), path
		assert "X-Page-Name" not in response.headers, "Frappe's own renderer answered"
		assert "{%" not in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["nothing", "nothing/else?q=1", "de/candidates", "nothing.html", "app.py"])
def test_what_nobody_has_a_page_for_is_our_page_that_says_so(ask, monkeypatch, path):
	"""It makes no token either: a program with a session that has none would have to send it from then on."""
	monkeypatch.setattr(web, "get_csrf_token", lambda: pytest.fail("a token was made"))
	response = ask(path, "ours")
	assert response.status_code == 404
	assert "X-Page-Name" not in response.headers
	assert "<main" in response.get_data(as_text=True)
	assert path.partition("?")[0] not in response.get_data(as_text=True)  # nor is the address said again


@pytest.mark.parametrize("path", ["contact", "me", "update-password", "robots.txt", "sitemap.xml"])
def test_what_the_framework_has_a_page_for_is_left_to_it(monkeypatch, path):
	http = Request(EnvironBuilder(path=f"/{path}", base_url="http://left.example").get_environ())
	monkeypatch.setattr(frappe.local, "request", http, raising=False)
	chosen = PathResolver(path).resolve()[1]
	assert not isinstance(chosen, NotFoundPage | PortalRenderer)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.full
def test_nor_is_it_without_our_renderer(ask, form, monkeypatch):
	monkeypatch.setattr(PathResolver, "get_custom_page_renderers", staticmethod(list))
	found = {stem: response for stem in STEMS if (response := ask(form.format(stem), "theirs")) is not None}
	# the question could fail: for a template Frappe does find the file, and our page says that there is none
	is_file = form in ("{}", "{}.html", "{}/")
	assert list(found) == ([inside(path.with_suffix("")) for path in TEMPLATES] if is_file else [])
	for stem, response in found.items():
		assert response.status_code == 404, stem
		assert "{%" not in response.get_data(as_text=True)


def test_an_address_that_nobody_asks_for_is_told_by_the_framework(monkeypatch):
	"""It looks itself whether there is a page: a home page that somebody enters."""
	monkeypatch.delattr(frappe.local, "request", raising=False)
	assert not PathResolver("nothing").is_valid_path()
	assert PathResolver("uz/nothing").is_valid_path()  # all below a language is ours
	http = Request(EnvironBuilder(path="/api/method/save", base_url="http://asked.example").get_environ())
	monkeypatch.setattr(frappe.local, "request", http, raising=False)
	assert not PathResolver("nothing").is_valid_path()


def test_the_sitemap_lists_none_of_them():
	pages = router.get_pages_from_path("www", "esaylov", frappe.get_app_path("esaylov"))
	assert sorted(pages) == [inside(path.with_suffix("")) for path in TEMPLATES]
	assert [route for route, page in pages.items() if page.sitemap] == []
