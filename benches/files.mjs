/**
 * `node benches/files.mjs [--megabytes 300] [--rounds 5] [--report-only]`: the command line beside Node scripts with ajv standalone
 * and with this package, on one NDJSON file. Exit 1 when a target is missed. Needs `make pkg` and
 * `cargo build --release --features cli`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundlePeers } from "./bundle.mjs";
import { requests } from "./requests.mjs";
import { saveResults } from "./results.mjs";
import { median, pairedRatio } from "./statistics.mjs";

/** The MB/s, and the multiple of the script with ajv, that the program has to reach, and `sphinx-case/lines` in Node. */
const TARGETS = { check: { speed: 300, ratio: 6 }, build: { speed: 200, ratio: 6 }, lines: { speed: 0, ratio: 2.5 } };
/** In MB; of the program, whatever the length of the file. */
const MEMORY_LIMIT = 100;
const BASELINE = "ajv-standalone";

const { values: options } = parseArgs({
  options: {
    megabytes: { type: "string", default: "300" },
    rounds: { type: "string", default: "5" },
    program: { type: "string", multiple: true },
    "report-only": { type: "boolean", default: false },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const programs = options.program ?? [here("../target/release/sphinx-case")];
const folder = mkdtempSync(join(tmpdir(), "sphinx-case-files-"));
try {
  const { paths } = await bundlePeers(folder);
  const file = join(folder, "cases.ndjson");
  write(file, Number(options.megabytes) * 1e6);
  const comparisons = [];
  for (const way of Object.keys(TARGETS)) comparisons.push(await compare(way, file, paths));
  saveResults("files", { megabytes: options.megabytes, comparisons });
  const isMet = comparisons.every(({ missed }) => missed.length === 0);
  process.exitCode = isMet || options["report-only"] ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Writes valid requests of 0.7 KB, each with a name of its own. */
function write(path, bytes) {
  const output = openSync(path, "w");
  for (let written = 0, line = 0; written < bytes; ) {
    let block = "";
    for (const end = line + 1000; line < end; line++) {
      block += `${JSON.stringify(JSON.parse(requests.small)).replace('"full_name":"', `"full_name":"${line} `)}\n`;
    }
    written += writeSync(output, block);
  }
  closeSync(output);
}

/** Runs all programs in turns, and prints a table. Returns the figures and the targets that were missed. */
async function compare(way, file, paths) {
  const megabytes = statSync(file).size / 1e6;
  const script = here("files/script.mjs");
  const ajv = [process.execPath, script, paths[BASELINE], way === "check" ? way : "build", file];
  const inNode = [process.execPath, script, here("../pkg/dist/lines.js"), "lines", file];
  const commands =
    way === "lines"
      ? { "sphinx-case/lines": inNode, [BASELINE]: ajv }
      : {
          ...Object.fromEntries(programs.map((program) => [program.replace(/^.*\//, ""), [program, way, file]])),
          "sphinx-case in Node": [process.execPath, script, paths["sphinx-case"], way, file],
          [BASELINE]: ajv,
        };
  const runs = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [name, command] of Object.entries(commands)) runs[name].push(await run(command));
  }
  const seconds = (name) => runs[name].map((one) => one.seconds);
  console.log(`\n${way}, ${megabytes.toFixed(0)} MB of NDJSON, ${availableParallelism()} cores`);
  const measured = Object.keys(commands).map((name) => ({
    name,
    speed: megabytes / median(seconds(name)),
    ratio: pairedRatio(seconds(BASELINE), seconds(name)),
    memory: Math.max(...runs[name].map((one) => one.memory)),
  }));
  for (const { name, speed, ratio, memory } of measured) {
    console.log(
      `  ${name.padEnd(22)} ${speed.toFixed(0).padStart(5)} MB/s   ${ratio.median.toFixed(2)}× ` +
        `[${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}]   ${memory.toFixed(0)} MB of memory`,
    );
  }
  const [{ speed, ratio, memory }] = measured;
  const target = TARGETS[way];
  const missed = [
    speed < target.speed && `${speed.toFixed(0)} MB/s`,
    ratio.median < target.ratio && `${ratio.median.toFixed(2)}×`,
    memory > MEMORY_LIMIT && `${memory.toFixed(0)} MB of memory`,
  ].filter(Boolean);
  const targets = `${target.speed > 0 ? `${target.speed} MB/s, ` : ""}${target.ratio}×, ${MEMORY_LIMIT} MB`;
  for (const one of missed) console.log(`  MISSED: ${one}; the targets are ${targets}`);
  return { way, programs: measured, targets, missed };
}

/** Runs a command to its end, without its output. Returns the seconds and the most memory in MB. */
async function run([command, ...more]) {
  const before = process.hrtime.bigint();
  const child = spawn(command, more, { stdio: ["ignore", "ignore", "inherit"] });
  // The high-water mark of the resident set, which only grows; it is gone with the process.
  let memory = 0;
  const watch = setInterval(() => {
    const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
    memory = Number(kilobytes ?? 0) / 1000 || memory;
  }, 20);
  const [status] = await once(child, "exit");
  clearInterval(watch);
  if (status !== 0) throw new Error(`${command} ${more.join(" ")}: exit code ${status}`);
  return { seconds: Number(process.hrtime.bigint() - before) / 1e9, memory };
}
