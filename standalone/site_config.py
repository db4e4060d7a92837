"""A site's own configuration, from outside of the framework."""

import json

from standalone.paths import Bench
from standalone.ports import LOOPBACK

INTERAGENCY = "esaylov_interagency_demo"


def set_value(bench: Bench, site: str, key: str, value: object) -> None:
	"""Set a value in `site_config.json`, in one move."""
	path = bench.sites / site / "site_config.json"
	part = path.with_suffix(".part")
	part.write_text(json.dumps(json.loads(path.read_text()) | {key: value}, indent=1, sort_keys=True))
	part.replace(path)


def use_demo_oneid(bench: Bench, site: str, port: int) -> None:
	"""Tell a demonstration site where the made-up OneID beside it is; other sites do not read this."""
	address = f"http://{LOOPBACK}:{port}/sso/oauth/Authorization.do"
	access = {"address": address, "client_id": "esaylov-demo", "secret": "esaylov-demo-secret"}
	set_value(bench, site, "esaylov_oneid_demo", access)


def use_demo_interagency(bench: Bench, site: str, port: int) -> None:
	"""The same of the made-up interagency portal; key and passwords are those of tests/fakes/interagency.py."""
	address = f"http://{LOOPBACK}:{port}"
	secrets = {"consumer_key": "esaylov-demo", "consumer_secret": "esaylov-demo-secret"}
	login = {"username": "esaylov", "password": "esaylov-demo"}
	access = {**secrets, **login, "address": address, "token_address": f"{address}/oauth2/token"}
	set_value(bench, site, INTERAGENCY, access)


def use_demo_sms(bench: Bench, site: str, port: int, web: int) -> None:
	"""The same of the made-up SMS gateways, which report deliveries to the web server; see tests/fakes/sms.py."""
	login = {"email": "demo@esaylov.example", "username": "esaylov-demo", "password": "esaylov-demo-sms"}
	access = {**login, "address": f"http://{LOOPBACK}:{port}", "callback": f"http://{LOOPBACK}:{web}"}
	set_value(bench, site, "esaylov_sms_demo", access)
