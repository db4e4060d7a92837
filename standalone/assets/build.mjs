/**
 * Build the browser bundles of the apps of a bench, as `bench build` does on a stock one.
 *
 *     node standalone/assets/build.mjs --bench .bench [--apps frappe,esaylov]
 *
 * Every `*.bundle.{js,ts,css,scss,sass}` below `apps/<app>/<app>/public` becomes a file with a hash in its name in
 * `sites/assets/<app>/dist/{js,css,css-rtl}`; `sites/assets/assets.json` and `assets-rtl.json` map the plain name to it.
 * As on a stock bench `sites/assets/<app>` is a link to the app's public folder, whose `dist` git ignores.
 */
import { parseArgs } from "node:util";

import { Bench, printed } from "./bench.mjs";
import { bundlesOf, writeBundles } from "./bundles.mjs";
import { forgetManifest, mergeManifest } from "./manifest.mjs";

await printed("assets", async () => {
	const started = performance.now();
	const { values } = parseArgs({ options: { bench: { type: "string" }, apps: { type: "string" } } });
	const bench = new Bench(values.bench);
	const apps =
		values.apps
			?.split(",")
			.map((app) => app.trim())
			.filter(Boolean) ?? bench.apps();
	let count = 0;
	for (const app of apps) {
		bench.linkPublicFolder(app);
		const written = await writeBundles(bench, app, bundlesOf(bench, app));
		mergeManifest(bench, app, written);
		count += written.length;
	}
	await forgetManifest(bench);
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(`assets: ${count} files of ${apps.join(", ")} in ${seconds} s`);
});
