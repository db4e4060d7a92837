"""One icon on the Desk's first page for each app that asks for one."""

import frappe


def create_desktop_icons_from_installed_apps():
	"""Make the icon of each installed app that has an entry for the apps screen."""
	for index, app in enumerate(frappe.get_installed_apps()):
		hooks = frappe.get_hooks(app_name=app)
		screen = hooks.get("add_to_apps_screen")
		title = hooks["app_title"][0]
		if not screen or frappe.db.exists("Desktop Icon", {"icon_type": "App", "app": app}):
			continue
		if frappe.db.exists("Desktop Icon", {"label": title, "icon_type": "App"}):
			continue
		icon = frappe.new_doc("Desktop Icon")
		icon.update({"label": title, "link_type": "External", "icon_type": "App", "app": app, "idx": index})
		icon.update({"link": screen[0]["route"], "logo_url": screen[0]["logo"]})
		icon.save()
