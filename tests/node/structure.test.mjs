/** The order of the folders of `npm/src` and `www/page`: reads every import, type imports included, as TypeScript sees it. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { API } from "typescript/unstable/sync";

/**
 * The folders of each tree, lowest first; `.` stands for the files at the top. A file may import from its own folder and from
 * the groups before it. Folders of one group do not use each other.
 */
const TREES = {
  "npm/src": [
    ["generated"],
    ["values"],
    ["accept"],
    ["wasm"],
    ["issues"],
    ["request"],
    ["streams"],
    ["lines", "csv", "server"],
    ["form"],
    ["dom", "react", "languages"],
    ["."],
  ],
  "www/page": [["formats", "texts"], ["ui"], ["relay"], ["drafts", "form"], ["request"], ["files", "sending"], ["."]],
};

const root = fileURLToPath(new URL("../..", import.meta.url));
const typescript = new API({ cwd: root });
after(() => typescript.close());

for (const [tree, order] of Object.entries(TREES)) {
  const folder = resolve(root, tree);
  const imports = readImports(folder);

  test(`${tree}: imports follow the order of the folders`, () => {
    assert.ok(imports.length > 50, `only ${imports.length} imports were found`);
    const violations = imports.flatMap(({ from, to, line }) => {
      const [user, used] = [folderOf(from), folderOf(to)];
      const [userRank, usedRank] = [rankOf(order, user), rankOf(order, used)];
      for (const [name, rank] of [
        [user, userRank],
        [used, usedRank],
      ])
        if (rank < 0) return [`${tree}/${name}: add this folder to the order in tests/node/structure.test.mjs`];
      if (user === used || usedRank < userRank) return [];
      return [
        `${tree}/${from}:${line}: \`${user}\` may not import from \`${used}\` (${to}). Move what both need to a folder before both, ` +
          "or pass it as an argument. The order is in tests/node/structure.test.mjs.",
      ];
    });
    assert.equal(violations.length, 0, `\n${[...new Set(violations)].join("\n")}`);
  });

  test(`${tree}: files do not import each other in a circle`, () => {
    const circle = findCircle(imports);
    assert.equal(
      circle,
      undefined,
      `${circle?.join(" → ")}: move what two of them need from each other to a file of its own, which both import.`,
    );
  });
}

/** The imports between the files of a folder, by paths within it. Imports from elsewhere do not count. */
function readImports(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|js)$/.test(file))
    .map((file) => file.split(sep).join("/"));
  const known = new Set(files);
  const snapshot = typescript.updateSnapshot({ openFiles: files.map((file) => resolve(folder, file)) });
  return files.flatMap((from) => {
    const path = resolve(folder, from);
    const source = snapshot.getDefaultProjectForFile(path).program.getSourceFile(path);
    return source.imports.flatMap((specifier) => {
      const target = relative(folder, resolve(dirname(path), specifier.text))
        .split(sep)
        .join("/");
      const stem = target.replace(/\.js$/, "");
      const to = [target, `${stem}.ts`, `${stem}.d.ts`].find((file) => known.has(file));
      const line = source.text.slice(0, specifier.pos).split("\n").length;
      return to === undefined ? [] : [{ from, to, line }];
    });
  });
}

function folderOf(file) {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : ".";
}

function rankOf(order, folder) {
  return order.findIndex((group) => group.includes(folder));
}

/** The files of a circle, the first one again at the end; undefined if there is none. */
function findCircle(imports) {
  const targets = new Map(imports.map(({ from }) => [from, []]));
  for (const { from, to } of imports) targets.get(from).push(to);
  const finished = new Set();
  const visit = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const to of targets.get(file) ?? []) {
      const circle = visit(to, [...path, file]);
      if (circle !== undefined) return circle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const circle = visit(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
