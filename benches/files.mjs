/**
 * `node benches/files.mjs [--megabytes 300] [--rounds 5] [--report-only] [--only csv]`: the command line beside Node scripts with ajv
 * standalone and with this package, on one NDJSON file, and the command line alone on a CSV file. Exit 1 when a target is missed for an
 * unknown reason (see bounds.mjs). Needs `make pkg` and `cargo build --release --features cli`. `--megabytes 1000 --only csv` is the run
 * with 1 GB.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fails, judge, verdictText } from "./bounds.mjs";
import { bundlePeers } from "./bundle.mjs";
import { requests } from "./requests.mjs";
import { saveResults } from "./results.mjs";
import { median, pairedRatio } from "./statistics.mjs";

/** The MB/s, and the multiple of the script with ajv, that the program has to reach, and `sphinx-case/lines` in Node. */
const TARGETS = { check: { speed: 300, ratio: 6 }, build: { speed: 200, ratio: 6 }, lines: { speed: 0, ratio: 2.5 } };
/** The MB/s of a CSV file that the program has to reach. */
const CSV_TARGET = 100;
/** In MB; of the program, whatever the length of the file. */
const MEMORY_LIMIT = 100;
const BASELINE = "ajv-standalone";

const { values: options } = parseArgs({
  options: {
    megabytes: { type: "string", default: "300" },
    rounds: { type: "string", default: "5" },
    program: { type: "string", multiple: true },
    only: { type: "string" },
    "report-only": { type: "boolean", default: false },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const programs = options.program ?? [here("../target/release/sphinx-case")];
const folder = mkdtempSync(join(tmpdir(), "sphinx-case-files-"));
try {
  const comparisons = [];
  const bytes = Number(options.megabytes) * 1e6;
  if (options.only !== "csv") {
    const { paths } = await bundlePeers(folder);
    const file = join(folder, "cases.ndjson");
    write(file, bytes, lines);
    for (const way of Object.keys(TARGETS)) comparisons.push(await compare(way, file, paths));
    rmSync(file);
  }
  const table = join(folder, "cases.csv");
  write(table, bytes, rows);
  for (const way of ["check", "build"]) comparisons.push(await measureTable(way, table));
  saveResults("files", { megabytes: options.megabytes, comparisons });
  const hasFailed = comparisons.some(({ missed }) => missed.some(({ verdict }) => fails(verdict)));
  process.exitCode = hasFailed && !options["report-only"] ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** Writes blocks of a thousand requests until the file has so many bytes. */
function write(path, bytes, block) {
  const output = openSync(path, "w");
  for (let written = 0, first = 0; written < bytes; first += 1000) written += writeSync(output, block(first));
  closeSync(output);
}

/** Valid requests of 0.7 KB, each with a name of its own. */
function lines(first) {
  const line = JSON.stringify(JSON.parse(requests.small));
  return numbers(first)
    .map((number) => `${line.replace('"full_name":"', `"full_name":"${number} `)}\n`)
    .join("");
}

/** The same as rows of 0.1 KB, with the headings before the first. */
function rows(first) {
  const headings =
    "customer.full_name,customer.external_id,customer.customer_type,checks[0].check_type,checks[1].check_type,webhook_url," +
    "document_ids[0],delete_after,case_config\n";
  const row = (number) =>
    `Zoë Ünal ${number},cust-${number},INDIVIDUAL,PEP,ADVERSE_MEDIA,https://example.com/webhook/case-complete,${number + 1},365,\n`;
  return (first === 0 ? headings : "") + numbers(first).map(row).join("");
}

/** A thousand numbers. */
function numbers(first) {
  return Array.from({ length: 1000 }, (_, index) => first + index);
}

/** Measures the program with a table. Returns the figures and the targets that were missed. */
async function measureTable(way, file) {
  const megabytes = statSync(file).size / 1e6;
  console.log(`\n${way}, ${megabytes.toFixed(0)} MB of CSV, ${availableParallelism()} cores`);
  const measured = [];
  for (const program of programs) {
    const runs = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      runs.push(await run([program, way, file, "--rule", "customer_overwrite=off"]));
    }
    const speed = megabytes / median(runs.map((one) => one.seconds));
    const memory = Math.max(...runs.map((one) => one.memory));
    const name = program.replace(/^.*\//, "");
    console.log(`  ${name.padEnd(22)} ${speed.toFixed(0).padStart(5)} MB/s   ${memory.toFixed(0)} MB of memory`);
    measured.push({ name, speed, memory });
  }
  const [{ name, speed, memory }] = measured;
  const missed = missedTargets({ speed: CSV_TARGET }, { name, speed, memory });
  return { way: `${way}, CSV`, programs: measured, ...missed };
}

/** The targets as text, and those that were missed, each as text with its verdict. */
function missedTargets({ speed, ratio }, { name, ...reached }) {
  const targets = [speed && `${speed} MB/s`, ratio && `${ratio}×`, `${MEMORY_LIMIT} MB of memory`]
    .filter(Boolean)
    .join(", ");
  const judged = [
    speed && { text: `${reached.speed.toFixed(0)} MB/s`, verdict: judge("", reached.speed, speed, "faster") },
    ratio && { text: `${reached.ratio.toFixed(2)}×`, verdict: judge(name, reached.ratio, ratio, "faster") },
    { text: `${reached.memory.toFixed(0)} MB of memory`, verdict: judge("", reached.memory, MEMORY_LIMIT, "less") },
  ];
  const missed = judged.filter((one) => one && !one.verdict.isMet);
  for (const { text, verdict } of missed) console.log(`  ${verdictText(verdict)}: ${text}; the targets are ${targets}`);
  return { targets, missed };
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
  const [{ name, speed, ratio, memory }] = measured;
  const missed = missedTargets(TARGETS[way], { name, speed, ratio: ratio.median, memory });
  return { way, programs: measured, ...missed };
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
