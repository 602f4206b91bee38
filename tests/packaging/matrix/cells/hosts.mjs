/** Hosts and compilers that run or read the package as it is. */

const SLIM = "`sphinx-case/slim` with the files of the package";
const JITLESS = { what: "`--jitless`", output: "node --jitless error.js", error: /^SphinxCaseError no_webassembly / };
const CONDITION = {
  what: "`--jitless` with the condition",
  configuration: "`--conditions=edge-light`",
  output: "node --jitless --conditions=edge-light main.js",
};

function node(version) {
  const checks = [
    { what: "ES module", output: "node main.js" },
    { what: "CommonJS", output: "node main.cjs" },
    { what: "worker_threads", output: "node worker.js" },
    { what: SLIM, output: "node slim.js" },
    JITLESS,
    CONDITION,
  ];
  const major = Number.parseInt(version, 10);
  if (major >= 22)
    checks.push({
      what: "import of `core.wasm` and `form.wasm`",
      configuration: major < 24 ? "`--experimental-wasm-modules`" : "none",
      output: `node ${major < 24 ? "--experimental-wasm-modules" : ""} wasm.js`,
    });
  return { name: `node-${major}`, title: "Node", project: "node", versions: { node: version }, scripts: true, checks };
}

function typescript(version, ways) {
  return {
    name: `typescript-${version.split(".").slice(0, 2).join(".")}`,
    title: "TypeScript",
    project: "typescript",
    versions: { typescript: version },
    shown: ["typescript"],
    checks: ways.map((way) => ({
      what:
        way === "without-dom"
          ? "without the library `dom`"
          : `\`moduleResolution: ${way === "node10" ? "node" : way}\``,
      passes: `tsc --project tsconfig.${way}.json`,
    })),
  };
}

const WAYS = ["node10", "node16", "nodenext", "bundler", "without-dom"];

export const HOSTS = [
  ...["20.19.5", "22.20.0", "24.9.0"].map(node),
  typescript("5.0.4", WAYS),
  typescript("5.9.3", WAYS),
  typescript("7.0.2", WAYS.slice(1)), // it has no `node` any more
];
