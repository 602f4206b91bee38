/**
 * `node benches/write-results.mjs`: writes RESULTS.md and results.svg from the last run of each part of the bench. The last step of
 * `make bench`.
 */
import { writeFileSync } from "node:fs";
import { OURS } from "./bundle.mjs";
import { plot } from "./plot.mjs";
import { readResults } from "./results.mjs";

const [run, files, growth] = ["run", "files", "growth"].map(readResults);
const times = (value) => `${value.toFixed(2)}×`;
const spread = ({ median, low, high }) => `${times(median)} (${low.toFixed(2)}–${high.toFixed(2)})`;
const row = (...cells) => `| ${cells.join(" | ")} |`;
const missedCell = (missed) =>
  missed.length === 0
    ? "met"
    : missed
        .map(({ text, verdict: { bound } }) => `**missed** (${text}${bound === undefined ? "" : `, ${bound} holds`})`)
        .join(", ");
/** A target, and whether it is met. */
const verdictCell = (sign, target, verdict) => {
  if (verdict === undefined) return "–";
  const { isMet, bound } = verdict;
  return `${sign} ${target}: ${isMet ? "met" : bound === undefined ? "**missed**" : `**missed**, ${sign} ${bound} holds`}`;
};

const lines = [
  "# Results of the bench",
  "",
  `Written by \`make bench\` on ${run.date}. How it is measured: [README.md](README.md). Node ${run.versions.node}, ${run.versions.processor}; ` +
    Object.entries(run.versions)
      .filter(([name]) => name !== "node" && name !== "processor")
      .map(([name, version]) => `${name} ${version}`)
      .join(", ") +
    ".",
  "",
  "Where a target is missed, [decision 0024](../docs/decisions/0024-speed-of-the-core.md) says why; what holds instead is a bound, beyond which the bench fails.",
  "",
  "![Ratios to the peers, and the targets](results.svg)",
  "",
  "## Speed",
  "",
  "The speed against the named peer, and of the others against the same; in parentheses the middle half of the processes. More is better.",
  "",
  ...table(run.measurements.filter(({ better }) => better === "faster")),
  "",
  "## Cold start",
  "",
  "The time against zod, from before `import()` to after the first call in a new process. Less is better.",
  "",
  ...table(run.measurements.filter(({ better }) => better === "less")),
  "",
  "## Files",
  "",
  row("", "MB/s", "against a script with ajv standalone", "memory, MB", "targets"),
  row("---", "--:", "--:", "--:", "---"),
  ...files.comparisons.flatMap(({ way, programs, targets, missed }) =>
    programs.map(({ name, speed, ratio, memory }, index) =>
      row(
        index === 0 ? `**${way}**: ${name}` : name,
        speed.toFixed(0),
        ratio === undefined ? "" : spread(ratio),
        memory.toFixed(0),
        index > 0 ? "" : `${targets}: ${missedCell(missed)}`,
      ),
    ),
  ),
  "",
  "## Growth",
  "",
  "Nanoseconds for each byte, and how many times those of a plain request of 1 MB that is.",
  "",
  row("", ...growth.ways.flatMap((way) => [way, "×"]), "limit"),
  row("---", ...growth.ways.flatMap(() => ["--:", "--:"]), "---"),
  ...growth.rows.map(({ name, limit, measured }) =>
    row(
      name,
      ...measured.flatMap(({ time, ratio, verdict }) => [
        time.toFixed(2),
        verdict.isMet ? ratio.toFixed(2) : `**${ratio.toFixed(2)}**`,
      ]),
      limit,
    ),
  ),
  "",
];
writeFileSync(new URL("RESULTS.md", import.meta.url), lines.join("\n"));
writeFileSync(new URL("results.svg", import.meta.url), plot(run.measurements));
console.log("Written to benches/RESULTS.md and benches/results.svg.");

function table(measurements) {
  const names = [...new Set(measurements.flatMap(({ peers }) => peers.map(({ peer }) => peer)))];
  return [
    row("", "against", ...names, "target"),
    row("---", "---", ...names.map(() => "--:"), "---"),
    ...measurements.map(({ title, baseline, peers, better, target, verdict }) =>
      row(
        title,
        baseline,
        ...names.map((name) => {
          const ratio = peers.find(({ peer }) => peer === name)?.toBaseline;
          return ratio === undefined ? "" : name === OURS ? spread(ratio) : times(ratio.median);
        }),
        verdictCell(better === "faster" ? "≥" : "≤", target, verdict),
      ),
    ),
  ];
}
