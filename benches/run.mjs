/**
 * `node benches/run.mjs [--report-only]`: sphinx-case beside zod 4, valibot, ajv and ajv standalone, in one run.
 * Exit 1 when a target is missed for an unknown reason (see bounds.mjs) or memory grows, unless it is only to report. How it measures: README.md here.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { agree, TRIED } from "./agreement.mjs";
import { fails, verdictText } from "./bounds.mjs";
import { bundlePeers, installedPeers, OURS } from "./bundle.mjs";
import { runColdStart } from "./cold-start.mjs";
import { bundleForms, FORM_SCENARIOS } from "./forms/bundle.mjs";
import { measure, processTable, slower, slowerText, table } from "./report.mjs";
import { requests } from "./requests.mjs";
import { saveResults } from "./results.mjs";
import { runScenario, SCENARIOS, takeTurns } from "./scenarios.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const unknown = process.argv.slice(2).filter((option) => option !== "--report-only");
if (unknown.length > 0) {
  console.error(`unknown option ${unknown[0]}; the only one is --report-only`);
  process.exit(2);
}
const reportOnly = process.argv.includes("--report-only");
const started = performance.now();
const folder = mkdtempSync(join(tmpdir(), "sphinx-case-bench-"));
try {
  process.exitCode = (await run()) || reportOnly ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs everything; true when every target is met or its bound holds, and memory does not grow. */
async function run() {
  const { paths, bytes } = await bundlePeers(folder);
  const versions = await checkAgreement(paths, bytes);

  const measurements = [];
  const report = (measured) => {
    measurements.push(measured);
    console.log(table(measured));
  };
  for (const scenario of SCENARIOS) {
    const series = await runScenario(scenario, paths);
    report(
      measure({
        title: scenario.title,
        unit: "ns",
        series,
        better: "faster",
        target: scenario.target,
        baseline: scenario.baseline,
      }),
    );
  }
  const forms = await bundleForms(folder);
  for (const { title, field, target } of FORM_SCENARIOS) {
    const series = await takeTurns(here("forms/worker.mjs"), forms, [field]);
    report(measure({ title, unit: "ns", series, better: "faster", target, baseline: "react-hook-form" }));
  }
  const coldStart = (title, bundles, firstCall, target) => {
    const { inside, process } = runColdStart(bundles, folder, firstCall);
    report(
      measure({
        title: `import and first call, ${title}: ${firstCall}`,
        unit: "ms",
        series: inside,
        better: "less",
        target,
      }),
    );
    return process;
  };
  coldStart("as npm installs it", installedPeers(paths), "text → payload", 0.3);
  coldStart("bundled and minified", paths, "valid object", 0.3);
  coldStart("bundled and minified", paths, "object with three errors", 0.4);
  const coldProcess = coldStart("bundled and minified", paths, "text → payload");
  console.log(processTable(coldProcess));

  const places = slower(measurements);
  console.log(`${slowerText(places)}\n`);
  const memory = spawnSync(process.execPath, ["--expose-gc", "--max-semi-space-size=1", here("memory.mjs")], {
    encoding: "utf8",
  });
  console.log(memory.stdout + memory.stderr);

  const missed = measurements.filter(({ verdict }) => verdict?.isMet === false);
  for (const { title, target, reached, baseline, verdict } of missed) {
    console.log(`${verdictText(verdict)}: ${title}: ${reached.toFixed(2)}× ${baseline}, the target is ${target}×`);
  }
  if (memory.status !== 0) console.log("MISSED: memory grows, or could not be measured");
  if (missed.length === 0 && memory.status === 0) console.log("All targets are met.");
  save({
    versions,
    bytes,
    measurements,
    coldProcess,
    slower: places,
    memory: { grows: memory.status !== 0, report: memory.stdout },
  });
  return memory.status === 0 && !missed.some(({ verdict }) => fails(verdict));
}

/** Loads every bundle once, and has it prove that it checks the same schema; returns the versions that are compared. */
async function checkAgreement(paths, bytes) {
  const versions = { node: process.version, processor: cpus()[0].model };
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}`);
  console.log(
    `Requests: small ${requests.small.length} B, large ${requests.large.length} B. ${TRIED} constraints tried on each library.`,
  );
  for (const [peer, path] of Object.entries(paths)) {
    const reported = agree(await import(path));
    const home = peer === OURS ? "../pkg" : `../node_modules/${peer.replace(/-.*/, "")}`;
    versions[peer] = JSON.parse(readFileSync(here(`${home}/package.json`), "utf8")).version;
    console.log(
      `  ${peer.padEnd(15)} ${versions[peer].padEnd(7)} bundle ${String(bytes[peer]).padStart(7)} B` +
        `   reports ${reported} issue${reported === 1 ? "" : "s"} where there are 3`,
    );
  }
  return versions;
}

function save(results) {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`Written to ${saveResults("run", results)} after ${seconds} s.`);
}
