/** Writes `docs/matrix.md`: what works with which configuration. Cells that did not run keep their lines. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../../../docs/matrix.md", import.meta.url));
const projects = fileURLToPath(new URL("projects/", import.meta.url));

const HEAD = `# Where the package runs

\`make matrix\` runs the packed package in each of these tools and hosts, with a valid and an invalid request, a form, a posted form and an
answer of the server, and writes this table. "ok" means that the result is the same, byte for byte, as that of Node 20.

| | versions | what | configuration needed | result |
|---|---|---|---|---|
`;

export function writeTable(cells, results) {
  const before = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const lines = cells.flatMap((cell) =>
    cell.checks.map((check) => {
      const start = `| ${cell.title} | ${versionsOf(cell)} | ${check.what} | ${check.configuration ?? "none"} |`;
      const result = results.find(({ cell: name, what }) => name === cell.name && what === check.what);
      if (result === undefined) return before.find((line) => line.startsWith(start)) ?? `${start} not run |`;
      if (result.error !== undefined) return `${start} **fails** |`;
      return `${start} ${check.error ? "a clear error" : "ok"} |`;
    }),
  );
  writeFileSync(file, `${HEAD}${lines.join("\n")}\n`);
}

function versionsOf({ project, versions = {}, shown }) {
  const { dependencies = {} } = JSON.parse(readFileSync(`${projects}${project}/package.json`, "utf8"));
  const all = { ...dependencies, ...versions };
  return (
    (shown ?? Object.keys(all)).map((name) => `${name} ${all[name]}`).join(", ") || `node ${process.versions.node}`
  );
}
