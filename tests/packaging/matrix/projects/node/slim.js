import { readFile } from "node:fs/promises";
import { init, initForms } from "sphinx-case/slim";

for (const [start, name] of [
  [init, "core"],
  [initForms, "form"],
])
  await start(readFile(new URL(import.meta.resolve(`sphinx-case/${name}.wasm`))));
const { answer } = await import("./answer.js");
console.log(answer());
