"""Which configuration is guarded, how, and why: data that `watching` reads and hooks.py attaches."""

from typing import Final

from esaylov.core.people.identity import IDENTIFYING
from esaylov.permissions.configuration.rules.guard import SHORT_TITLES, TITLES, Guard
from esaylov.permissions.configuration.rules.guarded_ground import GROUND_GUARDS
from esaylov.permissions.configuration.rules.guarded_procedure import PROCEDURE

PERSONAL: Final = IDENTIFYING
BESIDE: Final = ("citizenship", "language", "refuses_reminders")
"""Fields of a Person by which messages reach them, and rights depend on: on record, though one person changes them."""

ENTRY: Final = ("restrict_ip", "login_after", "login_before")
"""Fields of a User by which somebody is kept out, or let in from anywhere."""

CALLED: Final = ("first_name", "middle_name", "last_name", "full_name")
"""Fields of a User by which others know whose proposal they sign."""

TWO_PERSONS: Final = {
	"Trusted Certificate": Guard(
		"whoever adds an authority signs as anybody",
		("title", "is_active", "is_demo", "pem", "fingerprint", "crl_url", "requires_crl"),
		switch="is_active",
		needs_two_to_close=True,  # signatures of many people are refused from then on
		vouched=("fingerprint", "esaylov_trusted_fingerprints"),
	),
	"OneID Settings": Guard(
		"whoever answers as OneID enters as anybody",
		("is_enabled", "address", "client_id", "scope", "client_secret"),
		switch="is_enabled",
		hidden=frozenset({"client_secret"}),
	),
	"E-IMZO Settings": Guard(
		"the server at this address says who signed",
		("is_enabled", "address", "site_host"),
		switch="is_enabled",
	),
	"SMS Gateway": Guard(
		"codes by which people enter and file pass through it",
		("code", "kind", "is_enabled", "place", "address", "sender"),
		switch="is_enabled",
	),
	"Interagency Settings": Guard(
		"what state registers say decides appeals; how much of people's data one user may ask for",
		(
			*("is_enabled", "address", "token_address", "sender_pinfl", "organization", "region"),
			*("timeout_seconds", "tries", "rounds_before_paper", "lookups_per_draft", "lookups_per_day"),
			*("persons_checked_per_day", "reveals_per_hour"),
		),
		switch="is_enabled",
		hidden=frozenset({"sender_pinfl"}),
	),
	"E-saylov Settings": Guard(
		"printed codes lead to this address; whom warnings tell people to call; limits against guessing; when messages go out; the clock of deadlines; letters of papers",
		(
			*("portal_url", "help_phone", "clock_offset_seconds", "code_minutes", "code_tries"),
			*("codes_per_phone", "codes_per_address", "papers_in_new_letters_from", "step_up_minutes"),
			*("quiet_from", "quiet_to", "messages_per_phone", "compared_megabytes", "copies_by_mail"),
			*("current_election", "default_language"),
		),
	),
	"Person": Guard(
		"a login is bound to this PINFL, phone and user; who signs, decides or stands for election is this person",
		PERSONAL,
		hidden=frozenset((*PERSONAL, *BESIDE)),
		noted=BESIDE,
		officials=True,
		withheld=("user",),
	),
	"Print Format": Guard(
		"a template that runs for whoever prints, and words of papers",
		(
			*("disabled", "doc_type", "standard", "print_format_type", "custom_format", "html", "css"),
			*("format_data", "raw_printing", "raw_commands"),
		),
		switch="disabled",
		off=1,
		removable=True,
		withheld=("html", "css", "format_data", "raw_commands"),
	),
	"User": Guard(
		"roles of staff that no membership gives: who has them may do what no second person asks for; from where and when they enter; by which name others know them",
		("enabled", "roles", "role_profile_name", "role_profiles", *ENTRY, *CALLED),
		only=("user_type", ("System User",)),
		withheld=("roles", "role_profile_name", "role_profiles"),
		closing={"enabled": "off", "roles": "fewer", "role_profiles": "fewer", "role_profile_name": "empty"},
		removable=True,
		again="set_system_user",  # `validate` would forget a new password
	),
	"Role": Guard(
		"opens the Desk to all who have it, asks them for a second factor; disabled, it is taken from everybody",
		("disabled", "desk_access", "two_factor_auth", "home_page"),
		is_new_free=True,
		is_early=True,
	),
	"Role Profile": Guard(
		"roles of many users at once",
		("roles",),
		withheld=("roles",),
		closing={"roles": "fewer"},
		removable=True,
	),
	"Commission Membership": Guard(
		"who decides, signs and reads in a commission, where no decision appointed them",
		(
			"person",
			"commission",
			"position",
			"starts_on",
			"ends_on",
			"absent_from",
			"absent_until",
			"is_annulled",
		),
		switch="is_annulled",
		off=1,
		needs_two_to_close=True,  # it is no end: its days are
		never=("starts_on", "ends_on"),
		is_removable_off=True,
	),
	"Statute": Guard(
		"days, limits and shares of the law, by which appeals are taken and decided",
		("key", "value", "unit", "article", "valid_from", "valid_to", "replaces", "is_active", *TITLES),
		switch="is_active",
		needs_two_to_close=True,
		is_removable_off=True,
		is_early=True,
	),
	"Workflow": Guard(
		"steps of what is decided, and who may take them",
		(
			*(
				"document_type",
				"is_active",
				"override_status",
				"send_email_alert",
				"enable_action_confirmation",
			),
			*("workflow_state_field", "states", "transitions"),
		),
		switch="is_active",
		needs_two_to_close=True,
		is_removable_off=True,
		is_early=True,
	),
	"Decision Text": Guard(
		"words of what is decided; without its own, a decision has those of a wider text",
		(
			*("enabled", "outcome", "scope", "scope_key"),
			*("text_uz", "row_uz", "refused_row_uz", "text_ru", "row_ru", "refused_row_ru"),
		),
		switch="enabled",
		needs_two_to_close=True,
		is_removable_off=True,
	),
	"System Settings": Guard(
		"how people enter, with which second factor and password, how often they may try and how long they stay; the clock; jobs",
		(
			*("enable_two_factor_auth", "two_factor_method", "bypass_2fa_for_retricted_ip_users"),
			*("bypass_restrict_ip_check_if_2fa_enabled", "session_expiry", "deny_multiple_sessions"),
			*("allow_login_using_mobile_number", "allow_login_using_user_name", "disable_user_pass_login"),
			*("login_with_email_link", "login_with_email_link_expiry", "rate_limit_email_link_login"),
			*("enable_password_policy", "minimum_password_score", "force_user_to_reset_password"),
			*("password_reset_limit", "reset_password_link_expiry_duration", "logout_on_password_reset"),
			*("allow_consecutive_login_attempts", "allow_login_after_fail", "time_zone"),
			*("apply_strict_user_permissions", "disable_document_sharing", "allow_guests_to_upload_files"),
			*("allowed_file_extensions", "max_file_size"),  # else papers of appeals are refused
			"setup_complete",  # else the framework's first steps run again
			"enable_scheduler",  # without it no job compares the configuration
		),
		is_early=True,  # its class gives roles a second factor as it checks
	),
	"Log Settings": Guard(
		"for how many days it is on record who logged in, looked and failed",
		("logs_to_clear",),
		again="remove_unsupported_doctypes",  # `validate` adds rows that nobody asked for
	),
	"Decision Rule": Guard(
		"quorum and majority, by which votes decide; a secretary may choose any that is in force",
		(
			*("code", "enabled", "level", "is_default", "majority", "majority_of", "casting_vote", "on_tie"),
			*("quorum_of", "quorum_numerator", "quorum_denominator", "quorum_is_more_than"),
			*("recused_in_quorum", "legal_basis", *TITLES),
		),
		switch="enabled",
		needs_two_to_close=True,
		is_removable_off=True,
	),
	"Decision Subject": Guard(
		"what is decided without an appeal, by whom, at which levels",
		("code", "route", "levels", "enabled", *TITLES[:1], *TITLES[2:]),
		switch="enabled",
		needs_two_to_close=True,  # a wrong decision is annulled by one of these
		is_removable_off=True,
	),
	"Election Archive": Guard(
		"what of a finished election is packed, and can be changed no more while it is sealed",
		("election", "is_sealed"),
		switch="is_sealed",
		needs_two_to_close=True,  # rows can be changed again then
		is_removable_off=True,
	),
	"Refusal Ground": Guard(
		"why something may be refused, and in which words a refusal says it",
		(
			*("code", "enabled", "article", "asks_explanation", "title_uz", "title_ru", "title_en"),
			*("fits_rules", "fits_effects", "fits_types"),
		),
		switch="enabled",
		needs_two_to_close=True,  # without it a refusal has no lawful words
		is_removable_off=True,
	),
	"SMS Template": Guard(
		"words that people get in the name of the commissions, and where their links lead",
		(
			*("code", "enabled", "is_compulsory", "urgency", "lives_hours", "placeholders"),
			*("text_uz", "text_ru", "text_en", "text_many_uz", "text_many_ru", "text_many_en"),
			*("most_parts_uz", "most_parts_ru", "most_parts_en"),
			# who signs a campaign or a text reads when and to whom it goes
			*("trigger_text", "recipient_text"),
		),
		switch="enabled",
		needs_two_to_close=True,  # without it a refusal or an annulment is told to nobody
		is_removable_off=True,
	),
	"Integrator Key": Guard(
		"a program that acts for a body or reads for it",
		(
			*("user", "commission", "body_type", "body", "signatory", "enabled", "expires_at", "scopes"),
			*("per_minute", "per_day"),
		),
		switch="enabled",
		closing={"scopes": "fewer", "expires_at": "earlier", "per_minute": "less", "per_day": "less"},
		is_removable_off=True,
	),
	"Webhook Receiver": Guard(
		"an address outside that is told of appeals, decisions and registers",
		("integrator_key", "url", "families", "commission", "enabled"),
		switch="enabled",
		closing={"families": "fewer"},
		is_removable_off=True,
	),
	"Body Representative": Guard(
		"who files, signs and names others for a body, where neither OneID nor its head said so",
		("person", "body_type", "body", "starts_on", "ends_on", "is_head", "may_delegate"),
		never=("starts_on", "ends_on"),
	),
	"Certificate Kind": Guard(
		"which papers are issued, until when they are valid, who signs them and what they say",
		(
			*("code", "paper_title", "role_text", "title_uz", "title_ru", "title_en", *SHORT_TITLES),
			*("print_format", "paper_size", "languages", "has_photo", "is_name_in_capitals"),
			*("organization_wording", "signatory", "number_digits", "issuer_levels", "register_doctype"),
			*("validity", "valid_days_after_election"),
		),
		is_new_free=True,  # no type of appeals names it yet
	),
	**PROCEDURE,
	**GROUND_GUARDS,
}
"""What a second person confirms. Only the fields named; a field that a version of the framework lacks is left out."""

BENCH_ONLY: Final = {
	"Custom DocPerm": "rights beside those that are tested",
	"Property Setter": "may open a field, a right level, a default",
	"Custom Field": "may fetch, show or hide what a form holds",
	"DocType": "rights and tables",
	"DocType Layout": "a form other than the tested one",
	"Client Script": "script in everybody's Desk",
	"Server Script": "script in the server",
	"System Console": "script and SQL in the server",
	"Custom HTML Block": "script in another's Desk",
	"Page": "script in another's Desk",
	"Workflow Transition Tasks": "scripts and webhooks that run at steps of what is decided",
	"Navbar Settings": "script behind items of the menu",
	"Web Form": "script and templates on the site",
	"Web Page": "script and templates on the site",
	"Web Template": "templates on the site",
	"Website Script": "script on every page of the framework, the login's too",
	"Website Settings": "script in the head of every page of the framework",
	"Website Theme": "script on every page of the framework",
	"Notification": "a template that runs in the server, and sends what it read",
	"Email Template": "a template that runs in the server",
	"Address Template": "a template that runs in the server",
	"Assignment Rule": "a template that runs in the server at each save of its DocType",
	"Auto Repeat": "templates that run in the server, and rows that nobody saves",
	"Email Account": "a template that runs in the server for whoever writes, and a server that hears all that is sent",
	"Newsletter": "a template that runs in the server",
	"Custom Role": "who may open a page or a report",
	"Letter Head": "markup and script in every print",
	"Print Style": "markup in every print",
	"Auto Email Report": "sends rows to addresses outside",
	"Webhook": "sends documents to addresses outside, with a template",
	"Slack Webhook URL": "sends documents to addresses outside",
	"Translation": "markup in everybody's Desk",
	"Report": "SQL or script in the server",
	"Dashboard Chart Source": "script in the server",
	"Scheduled Job Type": "names a function that the server runs",
	"Module Def": "names a package that the server loads",
	"Package Import": "writes files of the server",
	"Social Login Key": "another service that says who enters",
	"LDAP Settings": "another service that says who enters",
	"Connected App": "tokens for other services",
	"OAuth Client": "another system that acts as a user",
	"OAuth Settings": "lets systems register themselves",
	"OAuth Provider Settings": "lets systems in without a question",
	"SMS Settings": "codes of logins pass through this address",
	"Push Notification Settings": "sends what is told to people to an address outside",
	"Geolocation Settings": "asks an address outside with what is typed",
	"S3 Backup Settings": "sends everything outside",
	"Dropbox Settings": "sends everything outside",
	"Google Drive": "sends everything outside",
	"Google Settings": "another service that is let in",
	"Milestone Tracker": "copies states of documents to whoever reads milestones",
	"Energy Point Rule": "a template that runs in the server at each save of its DocType",
	"Document Naming Rule": "other numbers for what is decided",
	"User Permission": "hides appeals and decisions from who decides or examines them",
	"User Type": "rights beside those that are tested",
}
"""Changed by Administrator alone, and only while site_config.json says `esaylov_customising`: DocType to the reason."""

HARMLESS: Final = {
	"Report": ("report_type", ("Report Builder",)),  # columns and filters of a list
	"Property Setter": ("property", ("in_list_view",)),  # the columns of a list, by a System Manager
}
"""Rows of `BENCH_ONLY` that a System Manager may write: the field and its values that make them so."""

OWN: Final = {
	"Workspace": ("for_user", ""),
	"Workspace Sidebar": ("for_user", ""),
	"Desktop Layout": ("user", ""),
	"Dashboard Settings": ("name", ""),
	"List Filter": ("for_user", ""),
	"Desktop Icon": ("owner", "standard"),
	"Note": ("owner", "public"),
	"Kanban Board": ("owner", "private"),
	"Event": ("owner", "event_type"),
}
"""What the Desk draws for one user or for all: DocType to the field that names whose it is, and the flag that says so."""

MANAGED: Final = (
	*("List View Settings", "Dashboard", "Dashboard Chart", "Number Card", "Calendar View", "Form Tour"),
	*("Module Onboarding", "Onboarding Step", "Desktop Settings", "Workspace Settings", "Success Action"),
	*("Session Default Settings", "Global Search Settings"),
)
"""What the Desk draws for all."""

PRIVATE_FLAGS: Final = frozenset({"private"})
"""Flags of `OWN` that make a document its owner's; the others make it everybody's."""

PUBLIC_VALUES: Final = {"event_type": "Public"}
"""Flags of `OWN` that are words, with the one that makes a document everybody's; the framework lets all write such an event."""

LINKS: Final = frozenset(
	{"url", "link", "external_link", "logo_url", "icon_image", "video_url", "intro_video_url", "path"}
)
"""Fields of both that the Desk opens: addresses of the web or of this site."""

EVALUATED: Final = frozenset(
	{"display_depends_on", "next_step_condition", "dynamic_filters_json", "filters_config", "method"}
)
"""Fields of both that the Desk runs as script, or calls: the bench's, as `BENCH_ONLY`."""

EMERGENCY: Final = "esaylov_emergency"
"""Settings of site_config.json that open what is closed; while one stands there, the daily comparison says so."""
CONFIRMING: Final = frozenset({"Election Administrator", "System Manager"})
