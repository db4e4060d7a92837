"""What each request passes, in its order: one hook of the framework for each part of the way.

The framework looks a hook up by its name and asks what it takes, for each of them and each request; twenty of them were a tenth of the
work of a small one. What each does stands with it.
"""

from werkzeug.wrappers import Request, Response

from esaylov.api import (
	access,
	endpoint,
	file_rules,
	hidden_fields,
	keys,
	listening,
	other_sites,
	session_bounds,
)
from esaylov.appeals.review import filed_files
from esaylov.framework import compat
from esaylov.framework.cache_away import treat_read_only_as_absent
from esaylov.framework.desk.field_levels import guard_field_levels
from esaylov.framework.desk.list_columns import copy_columns
from esaylov.framework.log_records import redact_log_records
from esaylov.framework.requests import address, headers
from esaylov.framework.requests.form_fields import bound_forms
from esaylov.portal import guests
from esaylov.portal.built import middleware
from esaylov.request_filter import (
	argument_kinds,
	arguments,
	closed_paths,
	closed_site,
	host_header,
	login_answers,
	other_origins,
	query_limits,
	stock_refusals,
)
from esaylov.setup.operating import health

redact_log_records()  # a web server without our configuration file loads this module first
treat_read_only_as_absent()
bound_forms()
copy_columns()
guard_field_levels()


def begin() -> None:
	"""Hook `before_request`."""
	endpoint.hide_tracebacks()
	host_header.refuse_odd_host()
	other_origins.forget_privileged_origins()
	closed_paths.refuse_closed_paths()
	address.settle()
	health.answer()
	closed_site.refuse_writes()
	compat.settle_language()
	arguments.parse_arguments()
	arguments.forget_debugging()
	access.refuse_foreign_tokens()
	middleware.answer()


def admit() -> None:
	"""Hook `auth_hooks`: after every kind of login, before anything is called."""
	session_bounds.check_request()
	keys.refuse_peoples()
	keys.let_in()
	guests.limit()
	other_sites.check_request()
	query_limits.check_limits()
	argument_kinds.require_kinds()
	access.check_request()
	listening.check_request()
	filed_files.check_read()
	file_rules.check_handed_out()
	file_rules.keep_uploads_private()


def end(response: Response, request: Request) -> None:
	"""Hook `after_request`; no response where Frappe 15 hands none over (`endpoint.complete`)."""
	guests.charge()
	login_answers.hide_locked_accounts(response, request)
	arguments.answer_malformed_body(response, request)
	hidden_fields.strip_saved_document(response, request)
	endpoint.complete(response, request)
	stock_refusals.count_stock_refusals(response, request)
	headers.harden(response, request)
	headers.keep_cookies_private(response, request)
	file_rules.harden(response, request)
	session_bounds.keep_cookies(response, request)
	other_sites.keep_login(response, request)
