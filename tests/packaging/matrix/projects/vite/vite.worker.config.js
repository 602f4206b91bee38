// What adapters for Cloudflare set up: everything bundled, resolved by the conditions of workerd.
export default {
  build: { ssr: "worker.js", outDir: "worker-out" },
  ssr: { noExternal: true, target: "webworker", resolve: { conditions: ["workerd", "worker", "module", "import"] } },
};
