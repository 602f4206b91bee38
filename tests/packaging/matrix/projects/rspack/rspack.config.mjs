const folder = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const bundle = (name, entry, more) => ({
  name,
  context: folder,
  entry,
  mode: "production",
  performance: false,
  output: { path: `${folder}/${name}`, filename: "page.js" },
  ...more,
});

export default [
  bundle("production", "./page.mjs"),
  bundle("development", "./page.mjs", { mode: "development" }),
  bundle("commonjs", "./main.cjs", { target: "node", output: { path: `${folder}/commonjs`, filename: "main.cjs" } }),
  // As for Cloudflare Workers.
  bundle("worker", "./worker.mjs", {
    target: "webworker",
    resolve: { conditionNames: ["workerd", "worker", "import"] },
    experiments: { outputModule: true },
    output: { path: `${folder}/worker`, filename: "worker.mjs", library: { type: "module" } },
  }),
];
