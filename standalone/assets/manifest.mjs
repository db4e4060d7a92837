/** `assets.json` and `assets-rtl.json`: where the page finds the file behind a bundle's plain name. */
import fs from "node:fs";
import path from "node:path";

/** Replace the app's entries by those just written. */
export function mergeManifest(bench, app, written) {
	const names = (rtl) => written.filter((file) => Boolean(file.rtl) === rtl);
	merge(
		path.join(bench.assets, "assets.json"),
		app,
		names(false).map(({ name, url }) => [name, url]),
	);
	merge(
		path.join(bench.assets, "assets-rtl.json"),
		app,
		names(true).map(({ name, url }) => [`rtl_${name}`, url]),
	);
}

function merge(file, app, entries) {
	const before = fs.existsSync(file) ? Object.entries(JSON.parse(fs.readFileSync(file, "utf8"))) : [];
	const others = before.filter(([, url]) => !url.startsWith(`/assets/${app}/`));
	const manifest = Object.fromEntries([...others, ...entries].sort(([a], [b]) => a.localeCompare(b)));
	fs.writeFileSync(`${file}.new`, `${JSON.stringify(manifest, null, "\t")}\n`);
	fs.renameSync(`${file}.new`, file); // a page that reads meanwhile sees the old one or the new one
}

/** A running site keeps the manifest in its cache; drop it there. No cache running is no fault. */
export async function forgetManifest(bench) {
	const address = bench.config().redis_cache;
	if (!address) return;
	const Redis = bench.require("ioredis");
	const redis = new Redis(address, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
	redis.on("error", () => {});
	try {
		await redis.connect();
		await redis.del("assets_json");
	} catch {
		// the next start reads the file
	} finally {
		redis.disconnect();
	}
}
