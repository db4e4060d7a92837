"""What the Desk is told about each app when it starts."""

import os

import frappe
from frappe.boot import get_sidebar_items
from frappe.model.base_document import get_controller

ADDED = ("app_workspaces", "app_boot_data")


def app_workspaces(app_name: str, allowed: list[str]) -> list[str]:
	"""The workspaces of an app's modules that the user may see."""
	workspace, module = frappe.qb.DocType("Workspace"), frappe.qb.DocType("Module Def")
	query = (
		frappe.qb.from_(workspace)
		.inner_join(module)
		.on(workspace.module == module.name)
		.select(workspace.name)
		.where(module.app_name == app_name)
	)
	return [name for (name,) in query.run() if name in allowed]


def app_boot_data(app_name: str, allowed: list[str]) -> dict | None:
	"""Name, title, address and logo of an app; None where its own check refuses the user."""
	hooks = frappe.get_hooks(app_name=app_name)
	screen = (hooks.get("add_to_apps_screen") or [{}])[0]
	if (check := screen.get("has_permission")) and not frappe.get_attr(check)():
		return None
	workspaces = app_workspaces(app_name, allowed)
	first_workspace = f"/desk/{frappe.utils.slug(workspaces[0])}" if workspaces else ""
	return {
		"app_name": screen.get("name") or app_name,
		"app_title": screen.get("title") or (hooks.get("app_title") or [app_name])[0],
		"app_route": (hooks.get("app_home") or [first_workspace])[0],
		"app_logo_url": screen.get("logo") or (hooks.get("app_logo_url") or [None])[0],
		"modules": frappe.get_all("Module Def", {"app_name": app_name}, pluck="name"),
		"workspaces": workspaces,
	}


def load_desktop_data(bootinfo):
	"""Workspaces, dashboards and apps."""
	from frappe.desk.desktop import get_workspace_sidebar_items

	bootinfo.workspaces = get_workspace_sidebar_items()
	allowed = [page.name for page in bootinfo.workspaces.get("pages")]
	bootinfo.workspace_sidebar_item = get_sidebar_items(allowed)
	bootinfo.module_wise_workspaces = get_controller("Workspace").get_module_wise_workspaces()
	bootinfo.dashboards = frappe.get_all("Dashboard")
	apps = (app_boot_data(app, allowed) for app in frappe.get_installed_apps())
	bootinfo.app_data = [app for app in apps if app]


def get_desktop_icon_urls():
	"""The addresses of each app's own desktop icons, by style."""
	icons = {}
	for app in frappe.get_installed_apps():
		public = frappe.get_app_path(app, "public")
		folder = os.path.join(public, "icons", "desktop_icons")
		if not os.path.isdir(folder):
			continue
		icons[app] = {"subtle": [], "solid": []}
		for style in icons[app]:
			files = (
				os.listdir(os.path.join(folder, style)) if os.path.isdir(os.path.join(folder, style)) else []
			)
			prefix = f"assets/{app}/icons/desktop_icons/{style}"
			icons[app][style] = [f"{prefix}/{file}" for file in files if file.endswith(".svg")]
	return icons
