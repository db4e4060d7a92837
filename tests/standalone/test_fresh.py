"""A site made anew is empty again, so its demonstration data is loaded again, of the same day too."""

from pathlib import Path

from standalone import setup
from standalone.paths import Bench


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
