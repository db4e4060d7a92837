"""Types of what we use of Frappe 15 and 16, which ship none: see typings/README.md."""

from collections.abc import Callable, Mapping, Sequence
from logging import Logger
from typing import Any, Literal, TypeVar, overload

from frappe import utils as utils
from frappe.auth import CookieManager, LoginManager
from frappe.database.database import Database
from frappe.exceptions import (
	AuthenticationError as AuthenticationError,
)
from frappe.exceptions import (
	DoesNotExistError as DoesNotExistError,
)
from frappe.exceptions import (
	DuplicateEntryError as DuplicateEntryError,
)
from frappe.exceptions import (
	IncompatibleApp as IncompatibleApp,
)
from frappe.exceptions import (
	InReadOnlyMode as InReadOnlyMode,
)
from frappe.exceptions import (
	LinkExistsError as LinkExistsError,
)
from frappe.exceptions import (
	OutgoingEmailError as OutgoingEmailError,
)
from frappe.exceptions import (
	PermissionError as PermissionError,
)
from frappe.exceptions import (
	QueryDeadlockError as QueryDeadlockError,
)
from frappe.exceptions import (
	QueryTimeoutError as QueryTimeoutError,
)
from frappe.exceptions import (
	RateLimitExceededError as RateLimitExceededError,
)
from frappe.exceptions import (
	SecurityException as SecurityException,
)
from frappe.exceptions import (
	TimestampMismatchError as TimestampMismatchError,
)
from frappe.exceptions import (
	UniqueValidationError as UniqueValidationError,
)
from frappe.exceptions import (
	ValidationError as ValidationError,
)
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.query_builder.builder import MariaDB
from frappe.types.frappedict import _dict as _dict
from frappe.utils.redis_wrapper import RedisWrapper
from jinja2 import Environment
from rq.job import Job
from werkzeug.wrappers import Request

_F = TypeVar("_F", bound=Callable[..., Any])
_Filters = Mapping[str, Any] | Sequence[Sequence[Any]] | str | int | None
_Fields = Sequence[str] | str

__version__: str

class _Session(_dict):
	user: str
	sid: str
	data: _dict

class _Local:
	"""werkzeug's Local: a request or job writes what it likes on it; these the framework itself does."""

	cache: dict[bytes, Any]
	conf: _dict
	cookie_manager: CookieManager
	db: Database | None
	flags: _dict
	form_dict: _dict
	lang: str
	login_manager: LoginManager
	message_log: list[Any]
	module_app: dict[str, str]
	request: Request
	request_cache: dict[Any, dict[Any, Any]]
	request_ip: str | None
	response: _dict
	session: _Session
	session_obj: Any
	site: str
	sites_path: str
	valid_columns: dict[str, list[str]]

# proxies of what a request or job has on `local`; outside of any, asking them for something raises RuntimeError
local: _Local
cache: RedisWrapper
conf: _dict
db: Database
flags: _dict
form_dict: _dict
lang: str
qb: MariaDB
request: Request
response: _dict
session: _Session

whitelisted: set[Callable[..., Any]]
guest_methods: set[Callable[..., Any]]
allowed_http_methods_for_whitelisted_func: dict[Callable[..., Any], list[str]]

def _(msg: str, lang: str | None = None, context: str | None = None) -> str: ...
def as_json(obj: object, indent: int | None = 1, separators: tuple[str, str] | None = None) -> str: ...
def parse_json(val: Any) -> Any: ...
def scrub(txt: str) -> str: ...
def generate_hash(txt: str | None = None, length: int = 56) -> str: ...

# documents: which class a DocType has is known when the site is, so all of them are Document here
@overload
def get_doc(
	doctype: str, name: str | Mapping[str, Any] | None = ..., /, *, for_update: bool | None = ...
) -> Document: ...
@overload
def get_doc(document: Mapping[str, Any] | Document, /) -> Document: ...
@overload
def get_doc(*, doctype: str, **kwargs: Any) -> Document: ...
def get_cached_doc(doctype: str, name: str = ..., /) -> Document: ...
@overload
def get_cached_value(
	doctype: str, name: str | None, fieldname: Sequence[str], as_dict: Literal[True]
) -> _dict | None: ...
@overload
def get_cached_value(
	doctype: str, name: str | None, fieldname: str = "name", as_dict: Literal[False] = False
) -> Any: ...
@overload
def get_cached_value(
	doctype: str, name: str | None, fieldname: list[str] | tuple[str, ...], as_dict: Literal[False] = False
) -> list[Any] | None: ...
def new_doc(
	doctype: str,
	*,
	parent_doc: Document | None = None,
	parentfield: str | None = None,
	**kwargs: Any,
) -> Document: ...
def get_meta(doctype: str, cached: bool = True) -> Meta: ...
def delete_doc(
	doctype: str | None = None,
	name: str | None = None,
	force: bool = False,
	ignore_doctypes: list[str] | None = None,
	for_reload: bool = False,
	ignore_permissions: bool = False,
	flags: _dict | None = None,
	ignore_on_trash: bool = False,
	ignore_missing: bool = True,
	delete_permanently: bool = False,
) -> Literal[False] | None: ...
def delete_doc_if_exists(doctype: str, name: str, force: bool = False) -> None: ...
def clear_cache(user: str | None = None, doctype: str | None = None) -> None: ...
def clear_document_cache(doctype: str, name: str | None = None) -> None: ...
def get_document_cache_key(doctype: str, name: str) -> str: ...

# lists: as both versions read them, filters and fields may stand in this order without their keywords
@overload
def get_all(
	doctype: str,
	filters: _Filters = ...,
	fields: None = ...,
	*,
	pluck: Literal["name"],
	or_filters: _Filters = ...,
	order_by: str | None = ...,
	group_by: str | None = ...,
	limit: int | None = ...,
	limit_start: int = ...,
	limit_page_length: int | None = ...,
	distinct: bool = ...,
) -> list[str]: ...
@overload
def get_all(
	doctype: str,
	filters: _Filters = ...,
	fields: None = ...,
	*,
	pluck: str,
	or_filters: _Filters = ...,
	order_by: str | None = ...,
	group_by: str | None = ...,
	limit: int | None = ...,
	limit_start: int = ...,
	limit_page_length: int | None = ...,
	distinct: bool = ...,
) -> list[Any]: ...
@overload
def get_all(
	doctype: str,
	filters: _Filters = ...,
	fields: _Fields = ...,
	*,
	as_list: Literal[True],
	or_filters: _Filters = ...,
	order_by: str | None = ...,
	group_by: str | None = ...,
	limit: int | None = ...,
	limit_start: int = ...,
	limit_page_length: int | None = ...,
	distinct: bool = ...,
) -> Sequence[tuple[Any, ...]]: ...
@overload
def get_all(
	doctype: str,
	filters: _Filters = ...,
	fields: _Fields = ...,
	*,
	or_filters: _Filters = ...,
	order_by: str | None = ...,
	group_by: str | None = ...,
	limit: int | None = ...,
	limit_start: int = ...,
	limit_page_length: int | None = ...,
	distinct: bool = ...,
) -> list[_dict]: ...
@overload
def get_list(
	doctype: str,
	filters: _Filters = ...,
	fields: None = ...,
	*,
	pluck: Literal["name"],
	or_filters: _Filters = ...,
	order_by: str | None = ...,
	limit: int | None = ...,
	user: str | None = ...,
	parent_doctype: str | None = ...,
) -> list[str]: ...
@overload
def get_list(
	doctype: str,
	filters: _Filters = ...,
	fields: _Fields = ...,
	*,
	or_filters: _Filters = ...,
	order_by: str | None = ...,
	limit: int | None = ...,
	user: str | None = ...,
	parent_doctype: str | None = ...,
) -> list[_dict]: ...

# people and rights
def get_roles(username: str | None = None) -> list[str]: ...
def set_user(username: str) -> None: ...
def has_permission(
	doctype: str | None = None,
	ptype: str = "read",
	doc: Document | str | None = None,
	user: str | None = None,
	throw: bool = False,
	*,
	parent_doctype: str | None = None,
) -> bool: ...
def whitelist(
	allow_guest: bool = False, xss_safe: bool = False, methods: list[str] | None = None
) -> Callable[[_F], _F]: ...

# words to a person or to the log
def msgprint(
	msg: str,
	title: str | None = None,
	raise_exception: bool | type[Exception] = False,
	as_table: bool = False,
	as_list: bool = False,
	indicator: Literal["blue", "green", "orange", "red", "yellow"] | None = None,
	alert: bool = False,
) -> None: ...
def clear_last_message() -> None: ...
def clear_messages() -> None: ...
def log_error(
	title: str | None = None,
	message: str | None = None,
	reference_doctype: str | None = None,
	reference_name: str | None = None,
	*,
	defer_insert: bool = False,
) -> Document | None: ...
def logger(module: str | None = None) -> Logger: ...
def get_traceback(with_context: bool = False) -> str: ...
def publish_realtime(
	event: str | None = None,
	message: Mapping[str, Any] | None = None,
	room: str | None = None,
	user: str | None = None,
	doctype: str | None = None,
	docname: str | None = None,
	task_id: str | None = None,
	after_commit: bool = False,
) -> None: ...
def sendmail(
	recipients: Sequence[str] | str | None = None,
	sender: str = "",
	subject: str = ...,
	message: str = ...,
	as_markdown: bool = False,
	delayed: bool = True,
	reference_doctype: str | None = None,
	reference_name: str | None = None,
) -> Document | None: ...
def render_template(
	template: str,
	context: Mapping[str, Any] | None = None,
	is_path: bool | None = None,
	safe_render: bool = True,
) -> str: ...
def get_jenv() -> Environment: ...
def get_print(
	doctype: str | None = None,
	name: str | None = None,
	print_format: str | None = None,
	*,
	doc: Any = None,
	no_letterhead: int = 0,
) -> Any: ...
def get_request_header(key: str, default: str | None = None) -> str | None: ...

# the site
def init(site: str, sites_path: str = ".", new_site: bool = False, force: bool = False) -> None: ...
def connect(site: str | None = None, db_name: str | None = None, set_admin_as_user: bool = True) -> None: ...
def destroy() -> None: ...
def enqueue(
	method: str | Callable[..., Any],
	queue: str = "default",
	timeout: int | None = None,
	event: str | None = None,
	is_async: bool = True,
	job_name: str | None = None,
	now: bool = False,
	enqueue_after_commit: bool = False,
	*,
	at_front: bool = False,
	job_id: str | None = None,
	deduplicate: bool = False,
	**kwargs: Any,
) -> Job | None: ...
def get_app_path(app_name: str, *joins: str) -> str: ...
def get_site_path(*joins: str) -> str: ...
def get_attr(method_string: str) -> Any: ...
def get_newargs(fn: Any, kwargs: Mapping[str, Any]) -> dict[str, Any]: ...
def get_site_config() -> _dict: ...
@overload
def get_hooks(hook: None = None, default: None = None, app_name: str | None = None) -> _dict: ...
@overload
def get_hooks(hook: str, default: Any = ..., app_name: str | None = None) -> Any: ...
def get_doc_hooks() -> dict[str, dict[str, list[str]]]: ...
def get_installed_apps() -> list[str]: ...
def get_system_settings(key: str) -> Any: ...
