/** The figures of the last run of each part of the bench, as JSON; the folder is not committed. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("results/", import.meta.url);

/** Keeps the results of a part (`run`, `files` or `growth`). Returns the name of the file. */
export function saveResults(part, results) {
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${part}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), ...results }, null, 2)}\n`);
  return fileURLToPath(file);
}

/** The results of the last run of a part. */
export function readResults(part) {
  return JSON.parse(readFileSync(new URL(`${part}.json`, folder), "utf8"));
}
