/** `node script.mjs MODULE check|build|lines FILE`: what a Node script does with a library, without the cost of `readline`. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const [module, way, file] = process.argv.slice(2);
const peer = await import(module);
const CHUNK = { highWaterMark: 256 * 1024 };
const BATCH = 64 * 1024;

if (way === "lines") {
  await pipeline(Readable.from(peer.buildLines(createReadStream(file, CHUNK))), process.stdout);
  process.exit();
}
let rest = "";
let output = "";
for await (const chunk of createReadStream(file, { ...CHUNK, encoding: "utf8" })) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) handle(line);
  if (output.length > BATCH && !process.stdout.write(output))
    await new Promise((done) => process.stdout.once("drain", done));
  if (output.length > BATCH) output = "";
}
if (rest !== "") handle(rest);
process.stdout.write(output);

function handle(line) {
  if (way === "build") output += `${peer.fromText(line)}\n`;
  else if (peer.issuesOf(peer.name === "sphinx-case" ? line : JSON.parse(line)).length > 0) process.exitCode = 1;
}
