/** From the bundle files of an app to hashed files in its dist folder. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { Problem } from "./bench.mjs";
import { scriptPlugins, stylePlugins } from "./plugins.mjs";

const BUNDLE = /\.bundle\.(js|ts|css|scss|sass)$/;
const SCRIPTS = [".js", ".ts"];
const SKIPPED = new Set(["node_modules", "dist"]);

/** Paths of all bundle files of the app. */
export function bundlesOf(bench, app) {
	const found = [];
	const walk = (folder) => {
		for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
			const file = path.join(folder, entry.name);
			if (entry.isDirectory() && !SKIPPED.has(entry.name)) walk(file);
			if (entry.isFile() && BUNDLE.test(entry.name)) found.push(file);
		}
	};
	walk(bench.publicFolder(app));
	return found.sort();
}

/**
 * Build and write the bundles; older files of the app's dist folder go away.
 * Gives `{name, url, rtl}` for each: the name that pages ask for, and where its file is served.
 */
export async function writeBundles(bench, app, files) {
	const dist = bench.dist(app);
	const isScript = (file) => SCRIPTS.includes(path.extname(file));
	const outputs = [
		...(await build(bench, app, files.filter(isScript), "js", scriptPlugins(bench))),
		...(await build(
			bench,
			app,
			files.filter((file) => !isScript(file)),
			"css",
			stylePlugins(bench),
		)),
	];
	const written = [...scripts(outputs), ...(await styles(bench, outputs))];
	const kept = new Set();
	for (const { folder, hashed, contents, map } of written) {
		const target = path.join(dist, folder, hashed);
		write(target, contents);
		kept.add(target);
		if (map) write(`${target}.map`, map);
		if (map) kept.add(`${target}.map`);
	}
	removeOthers(dist, kept);
	return written.map(({ name, folder, hashed, rtl }) => ({
		name,
		rtl,
		url: `/assets/${app}/dist/${folder}/${hashed}`,
	}));
}

async function build(bench, app, files, folder, plugins) {
	if (!files.length) return [];
	const esbuild = bench.require("esbuild");
	try {
		const result = await esbuild.build({
			entryPoints: files.map((file) => ({ in: file, out: path.join(folder, plainName(file)) })),
			outdir: bench.dist(app),
			external: ["/assets/*"], // pictures and fonts: served as they lie in the public folder
			bundle: true,
			minify: true,
			sourcemap: folder === "js" && "external",
			target: "es2017", // what the builder of a stock bench asks for, so what cannot be built there fails here
			nodePaths: bench.searchFolders(),
			define: {
				"process.env.NODE_ENV": '"production"',
				__VUE_OPTIONS_API__: "true",
				__VUE_PROD_DEVTOOLS__: "false",
				__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
			},
			plugins,
			write: false,
			logLevel: "silent",
		});
		return result.outputFiles;
	} catch (error) {
		if (!error.errors) throw error;
		throw new Problem(...error.errors.map((found) => described(bench, found)));
	}
}

function described(bench, { location, text }) {
	const place = location
		? `${path.relative(bench.folder, path.resolve(location.file))}:${location.line}: `
		: "";
	return place + text.split("\n")[0];
}

/** `kanban_board.bundle` for `…/kanban_board.bundle.js`. */
function plainName(file) {
	return path.basename(file).replace(BUNDLE, ".bundle");
}

function scripts(outputs) {
	const byPath = new Map(outputs.map((output) => [output.path, output]));
	const found = outputs.filter((output) => output.path.endsWith(".bundle.js"));
	return found.map((output) => {
		const style = byPath.get(output.path.replace(/js$/, "css"));
		const name = path.basename(output.path);
		const code = style ? output.text + styleAdded(style.text) : output.text;
		const hashed = hashedName(name, code);
		const contents = `${code}//# sourceMappingURL=${hashed}.map\n`;
		return { name, folder: "js", hashed, contents, map: byPath.get(`${output.path}.map`)?.contents };
	});
}

/** Styles of the Vue components in a script: pages ask for the script alone. */
function styleAdded(css) {
	return `document.head.append(Object.assign(document.createElement("style"),{textContent:${JSON.stringify(css)}}));\n`;
}

async function styles(bench, outputs) {
	const postcss = bench.require("postcss");
	const prefixed = postcss([bench.require("autoprefixer")]);
	const mirrored = postcss([bench.require("rtlcss")]);
	const found = outputs.filter((output) => /[\\/]css[\\/][^\\/]+\.bundle\.css$/.test(output.path));
	return (
		await Promise.all(
			found.map(async (output) => {
				const name = path.basename(output.path);
				const { css } = await prefixed.process(output.text, { from: undefined });
				const { css: rtl } = await mirrored.process(css, { from: undefined });
				return [
					{ name, folder: "css", hashed: hashedName(name, css), contents: css },
					{ name, folder: "css-rtl", hashed: hashedName(name, rtl), contents: rtl, rtl: true },
				];
			}),
		)
	).flat();
}

/** `desk.bundle.1A2B3C4D.js` for `desk.bundle.js`. */
function hashedName(name, contents) {
	const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8).toUpperCase();
	return name.replace(/(\.\w+)$/, `.${hash}$1`);
}

function write(file, contents) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, contents);
}

function removeOthers(dist, kept) {
	if (!fs.existsSync(dist)) return;
	for (const entry of fs.readdirSync(dist, { withFileTypes: true, recursive: true })) {
		const file = path.join(entry.parentPath ?? entry.path, entry.name);
		if (entry.isFile() && !kept.has(file)) fs.rmSync(file);
	}
}
