/**
 * Install the npm packages of a bench from their lock files, into `node` of the bench and not into a checkout.
 *
 *     node standalone/assets/packages.mjs --bench .bench
 *
 * `node/node_modules` is what Frappe's front end and the build need; `node/<app>/node_modules` is what an app asks for
 * in the package.json of its root. Each is installed again only when its lock file has changed.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Bench, Problem, printed } from "./bench.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FILES = ["package.json", "package-lock.json"];

function install(source, target) {
	const changed = FILES.some((name) => read(path.join(source, name)) !== read(path.join(target, name)));
	// npm writes this file last, so a broken installation is done again.
	const isWhole = fs.existsSync(path.join(target, "node_modules", ".package-lock.json"));
	if (!changed && isWhole) return;
	fs.mkdirSync(target, { recursive: true });
	for (const name of FILES) fs.copyFileSync(path.join(source, name), path.join(target, name));
	const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
	const npm = spawnSync("npm", ["ci", ...quiet], { cwd: target, encoding: "utf8" });
	if (npm.status === 0) return;
	fs.rmSync(path.join(target, "node_modules"), { recursive: true, force: true });
	const why = (npm.error?.message ?? npm.stderr)
		.trim()
		.split("\n")
		.find((line) => /\S/.test(line));
	throw new Problem(`npm could not install what ${path.join(source, "package.json")} asks for: ${why}`);
}

function read(file) {
	return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
}

await printed("assets", async () => {
	const { values } = parseArgs({ options: { bench: { type: "string" } } });
	const bench = new Bench(values.bench);
	install(HERE, bench.node);
	for (const app of bench.apps()) {
		const root = path.join(bench.folder, "apps", app);
		if (FILES.every((name) => fs.existsSync(path.join(root, name))))
			install(root, path.join(bench.node, app));
	}
});
