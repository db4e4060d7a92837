// Reads {script, keys, signed} from standard input and prints what `readList` of the offline check finds.
import { readFileSync } from "node:fs";

const { script, keys, signed } = JSON.parse(readFileSync(0, "utf-8"));
const { importKeys, readList } = await import(script);
const found = await readList(signed, await importKeys(keys));
console.log(JSON.stringify(found && { at: found.at, ended: [...found.ended] }));
