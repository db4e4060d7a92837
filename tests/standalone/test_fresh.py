"""What was made and is gone is made again: a site's demonstration data, the bundles of a cleaned checkout."""

from pathlib import Path

from standalone import environment, setup
from standalone.paths import APP, Bench


def test_a_site_made_anew_gets_its_demonstration_data_again(tmp_path: Path, monkeypatch):
	bench = Bench(tmp_path)
	bench.make_folders()
	ran: list[str] = []

	def run(command: list[str], *_: object, **__: object) -> None:
		ran.append(next(word for word in ("new-site", "migrate", "execute") if word in command))
		for part in setup.OF_SITE:
			(bench.sites / "probe.localhost" / part).mkdir(parents=True, exist_ok=True)

	monkeypatch.setattr(setup, "run", run)
	monkeypatch.setattr(setup, "schema", lambda _: "one schema")
	setup.make_site(bench, "probe.localhost", edition="2026-11-24")
	setup.make_site(bench, "probe.localhost", edition="2026-11-24")
	assert ran == ["new-site", "execute"]
	(bench.stamps / "site-probe.localhost").unlink()  # what --fresh does
	setup.make_site(bench, "probe.localhost", edition="2026-11-24")
	assert ran == ["new-site", "execute"] * 2


def test_a_checkout_without_its_bundles_gets_them_again(tmp_path: Path, monkeypatch):
	bench = Bench(tmp_path / "bench")
	bench.make_folders()
	(bench.stamps / "Frappe").write_text("one")
	built: list[str] = []
	dist = tmp_path / APP / "public" / "dist"

	def bundle(_: Bench, app: str) -> None:
		built.append(app)
		dist.mkdir(parents=True, exist_ok=True)

	monkeypatch.setattr(environment, "ROOT", tmp_path)
	monkeypatch.setattr(environment, "bundle", bundle)
	environment.build_assets(bench)
	environment.build_assets(bench)
	assert built == ["frappe", APP]
	dist.rmdir()
	environment.build_assets(bench)
	assert built == ["frappe", APP, APP]
