/** What esbuild cannot read by itself: Frappe's HTML templates, Vue components and Sass. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export function scriptPlugins(bench) {
	return [templates(), vue(bench), sass(bench), seconds()];
}

export function stylePlugins(bench) {
	return [sass(bench)];
}

/** `import "./page.html"` puts the text into `frappe.templates.page`; the text is that of a template literal. */
function templates() {
	return {
		name: "frappe-html",
		setup(build) {
			build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
				const name = JSON.stringify(path.basename(file, ".html"));
				const html = fs.readFileSync(file, "utf8").replaceAll("`", "\\`");
				return { contents: `frappe.templates[${name}] = \`${html}\`;` };
			});
		},
	};
}

/** Single-file components: one script with its render function inside, and one import for each style. */
function vue(bench) {
	const { parse, compileScript, compileStyleAsync } = bench.require("@vue/compiler-sfc");
	const parsed = new Map();
	return {
		name: "vue",
		setup(build) {
			build.onLoad({ filter: /\.vue$/ }, ({ path: file }) => {
				const { descriptor, errors } = parse(fs.readFileSync(file, "utf8"), {
					filename: file,
					ignoreEmpty: false,
				});
				if (errors.length)
					return { errors: errors.map((error) => ({ text: error.message, location: { file } })) };
				const id = `data-v-${createHash("sha256").update(file).digest("hex").slice(0, 8)}`;
				parsed.set(file, { descriptor, id });
				return {
					contents: component(descriptor, id, compileScript),
					loader: "ts",
					resolveDir: path.dirname(file),
				};
			});
			build.onResolve({ filter: /\.vue\?style=\d+$/ }, ({ path: name }) => ({
				path: name,
				namespace: "vue-style",
			}));
			build.onLoad({ filter: /./, namespace: "vue-style" }, async ({ path: name }) => {
				const [file, index] = name.split("?style=");
				const { descriptor, id } = parsed.get(file);
				const style = descriptor.styles[Number(index)];
				const source =
					style.lang === "scss" ? compileSass(bench, { text: style.content, file }) : style.content;
				const { code, errors } = await compileStyleAsync({
					source,
					id,
					filename: file,
					scoped: style.scoped,
				});
				if (errors.length)
					return { errors: errors.map((error) => ({ text: error.message, location: { file } })) };
				return { contents: code, loader: "css", resolveDir: path.dirname(file) };
			});
		},
	};
}

/** The published air-datepicker with the seconds of Frappe's fork of it. */
function seconds() {
	const addition = fs.readFileSync(new URL("seconds.js", import.meta.url), "utf8");
	return {
		name: "seconds",
		setup(build) {
			build.onLoad(
				{ filter: /air-datepicker[\\/]dist[\\/]js[\\/]datepicker\.min\.js$/ },
				({ path: file }) => ({
					contents: `${fs.readFileSync(file, "utf8")}\n${addition}`,
				}),
			);
		},
	};
}

function component(descriptor, id, compileScript) {
	const script = compileScript(descriptor, { id, inlineTemplate: true, genDefaultAs: "component" });
	const styles = descriptor.styles.map(
		(_, index) => `import ${JSON.stringify(`${descriptor.filename}?style=${index}`)};`,
	);
	const scoped = descriptor.styles.some((style) => style.scoped)
		? `component.__scopeId = ${JSON.stringify(id)};`
		: "";
	return [...styles, script.content, scoped, "export default component;"].join("\n");
}

function sass(bench) {
	return {
		name: "sass",
		setup(build) {
			build.onLoad({ filter: /\.(scss|sass)$/ }, ({ path: file }) => {
				try {
					return { contents: compileSass(bench, { file }), loader: "css", resolveDir: path.dirname(file) };
				} catch (error) {
					if (!error.span) throw error;
					const location = {
						file: error.span.url ? fileURLToPath(error.span.url) : file,
						line: error.span.start.line + 1,
					};
					return { errors: [{ text: error.sassMessage, location }] };
				}
			});
		},
	};
}

/** CSS of a Sass file, or of the `text` that stands in `file`. */
function compileSass(bench, { file, text }) {
	const { compile, compileString, Logger } = bench.require("sass");
	const folders = bench.searchFolders();
	const options = {
		loadPaths: folders,
		importers: [{ findFileUrl: packageFile(folders) }],
		logger: Logger.silent,
	};
	if (text === undefined) return compile(file, options).css;
	return compileString(text, { ...options, url: pathToFileURL(file) }).css;
}

/** Sass: `~bootstrap/scss/mixins` is a file of an npm package. */
function packageFile(folders) {
	return (url) => {
		if (!url.startsWith("~")) return null;
		const [first] = url.slice(1).split("/");
		const folder = folders.find((candidate) => fs.existsSync(path.join(candidate, first)));
		return folder ? pathToFileURL(path.join(folder, url.slice(1))) : null;
	};
}
