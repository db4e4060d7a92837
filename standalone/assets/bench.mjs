/** Where things lie in a bench, and the npm packages that it holds. */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** What the person who called can mend; printed line by line, without a stack. */
export class Problem extends Error {
	constructor(...lines) {
		super(lines.join("\n"));
		this.lines = lines;
	}
}

/** Run a command; a `Problem` ends it with exit code 1 and its lines, each after the name of the command. */
export async function printed(name, command) {
	try {
		await command();
	} catch (error) {
		const lines =
			error instanceof Problem ? error.lines : error.code?.startsWith("ERR_PARSE_ARGS") && [error.message];
		if (!lines) throw error;
		for (const line of lines) console.error(`${name}: ${line}`);
		process.exitCode = 1;
	}
}

/** A bench: `apps`, `sites` and, beside them, `node` with the npm packages (see packages.mjs). */
export class Bench {
	constructor(folder) {
		if (!folder) throw new Problem("give the folder of the bench: --bench DIR");
		this.folder = path.resolve(folder);
		this.assets = path.join(this.folder, "sites", "assets");
		this.node = path.join(this.folder, "node");
		if (!fs.existsSync(path.join(this.folder, "apps")))
			throw new Problem(`${folder} is not a bench: it has no apps`);
	}

	/** The apps of the bench, frappe first: the others' styles may use its variables. */
	apps() {
		const names = fs
			.readdirSync(path.join(this.folder, "apps"))
			.filter((app) => fs.existsSync(this.publicFolder(app)));
		return names.sort((a, b) => Number(b === "frappe") - Number(a === "frappe") || a.localeCompare(b));
	}

	publicFolder(app) {
		return path.join(this.folder, "apps", app, app, "public");
	}

	dist(app) {
		return path.join(this.assets, app, "dist");
	}

	/** Folders that imports like `frappe/public/scss/…` and `pkijs` are looked for in. */
	searchFolders() {
		const apps = fs.readdirSync(path.join(this.folder, "apps"));
		const packages = ["", ...apps].map((app) => path.join(this.node, app, "node_modules"));
		return [
			...packages.filter((folder) => fs.existsSync(folder)),
			...apps.map((app) => path.join(this.folder, "apps", app)),
		];
	}

	/** A build tool or library from the bench's own npm packages. */
	require(name) {
		try {
			return createRequire(path.join(this.node, "package.json"))(name);
		} catch (error) {
			if (error.code !== "MODULE_NOT_FOUND") throw error;
			throw new Problem(
				`npm package ${name} is not in ${this.node}: run node standalone/assets/packages.mjs --bench DIR`,
			);
		}
	}

	config() {
		const file = path.join(this.folder, "sites", "common_site_config.json");
		return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
	}

	linkPublicFolder(app) {
		if (!fs.existsSync(this.publicFolder(app)))
			throw new Problem(`${app} has no folder apps/${app}/${app}/public`);
		fs.mkdirSync(this.assets, { recursive: true });
		link(this.publicFolder(app), path.join(this.assets, app));
		// Pages load some packages by address: /assets/frappe/node_modules/ace-builds/… is ours to serve.
		if (app === "frappe")
			link(path.join(this.node, "node_modules"), path.join(this.publicFolder(app), "node_modules"));
	}
}

function link(target, name) {
	const relative = path.relative(path.dirname(name), target);
	const existing = fs.lstatSync(name, { throwIfNoEntry: false });
	if (existing && !existing.isSymbolicLink())
		throw new Problem(`${name} is in the way: a link to ${relative} belongs there`);
	if (existing && fs.readlinkSync(name) === relative) return;
	fs.rmSync(name, { force: true });
	fs.symlinkSync(relative, name);
}
