/** Test runners, edge runtimes, other hosts of JavaScript, and pages without a framework. */

const SELF = "default-src 'self'";
const bundle = (entry, out, more = "") =>
  `esbuild ${entry} --bundle --minify --log-level=error --outfile=${out} ${more}`;

function vitest(what, flags, env) {
  return { what, passes: `vitest run ${flags}`, env };
}

function jest(version) {
  return {
    name: `jest-${Number.parseInt(version, 10)}`,
    title: "Jest",
    project: "jest",
    versions: { jest: version, "jest-environment-jsdom": version.startsWith("29") ? "29.6.4" : version },
    shown: ["jest"],
    checks: [
      { what: "Node, CommonJS", passes: "jest answer.test.js" },
      { what: "jsdom, CommonJS", passes: "jest --env=jsdom answer.test.js" },
      { what: "jsdom, `bindCaseForm`", passes: "jest form.test.js" },
      {
        what: "Node, ES module",
        configuration: "`--experimental-vm-modules`, as for every ES module",
        commands: ["cp answer.js answer.mjs"],
        passes: "NODE_OPTIONS=--experimental-vm-modules jest --testMatch '**/*.test.mjs'",
      },
      { what: "@edge-runtime/jest-environment", passes: "jest --testMatch '**/answer.edge.js'" },
    ],
  };
}

export const ENVIRONMENTS = [
  {
    name: "vitest",
    title: "Vitest",
    project: "vitest",
    shown: ["vitest", "jsdom", "happy-dom"],
    scripts: true,
    checks: [
      vitest("Node", "answer"),
      vitest("jsdom", "--environment jsdom"),
      vitest("happy-dom", "--environment happy-dom"),
      vitest("browser mode, Chromium", "--config vitest.browser.config.js"),
    ],
  },
  jest("29.6.3"),
  jest("30.5.2"),
  {
    name: "wrangler",
    title: "workerd by wrangler",
    project: "wrangler",
    shown: ["wrangler"],
    scripts: true,
    checks: [
      { what: "a worker", server: wrangler("worker.js"), paths: ["/"] },
      { what: "`sphinx-case/slim` with the compiled modules", server: wrangler("slim.js"), paths: ["/"] },
    ],
  },
  {
    name: "cloudflare-vite",
    title: "workerd by @cloudflare/vite-plugin",
    project: "cloudflare-vite",
    shown: ["@cloudflare/vite-plugin", "vite"],
    scripts: true,
    checks: [
      { what: "development", server: "vite dev --port $PORT --host 127.0.0.1", paths: ["/"] },
      {
        what: "build and preview",
        commands: ["vite build --logLevel error"],
        server: "vite preview --port $PORT --host 127.0.0.1",
        paths: ["/"],
      },
    ],
  },
  {
    name: "deno",
    title: "Deno",
    project: "deno",
    scripts: true,
    checks: [{ what: "run", output: "deno run --node-modules-dir=manual main.js" }],
  },
  {
    name: "bun",
    title: "Bun",
    project: "bun",
    scripts: true,
    checks: [
      { what: "run, ES module", output: "bun main.js" },
      { what: "run, CommonJS", output: "bun main.cjs" },
      { what: "build", commands: ["bun build main.js --target=bun --outfile=built.js"], output: "bun built.js" },
      { what: "compile", commands: ["bun build main.js --compile --outfile=built"], output: "./built" },
    ],
  },
  {
    name: "hermes",
    title: "Hermes, the engine of React Native",
    project: "hermes",
    shown: ["hermes-engine-cli", "@react-native/babel-preset"],
    checks: [
      {
        what: "a bundle with the condition `react-native`",
        commands: [
          bundle("main.js", "bundled.js", "--conditions=react-native"),
          "node transform.cjs bundled.js transformed.js",
        ],
        output: "node_modules/hermes-engine-cli/linux64-bin/hermes transformed.js",
        // Hermes for Linux has no `Intl.NumberFormat`, so digits are not grouped.
        expected: (answer) => answer.replaceAll("9,223,372,036,854,775,807", "9223372036854775807"),
      },
    ],
  },
  {
    name: "page",
    title: "a page in Chromium",
    project: "page",
    shown: [],
    checks: [
      {
        what: "`<script type=module>`",
        configuration: "an import map, a line for each entry",
        commands: ["cp -rL node_modules/sphinx-case map/package", "cp answer.js map/"],
        page: "map",
      },
      { what: "a classic script", commands: [bundle("page.js", "script/page.js")], page: "script" },
      {
        what: "web worker, shared worker, service worker",
        commands: [
          bundle("start-workers.js", "workers/page.js", "--format=esm"),
          bundle("in-worker.js", "workers/worker.js"),
        ],
        page: "workers",
      },
      {
        what: "a strict Content Security Policy",
        configuration: "`script-src 'self' 'wasm-unsafe-eval'`",
        page: "script",
        policy: `${SELF}; script-src 'self' 'wasm-unsafe-eval'`,
      },
      {
        what: "a policy without `wasm-unsafe-eval`",
        page: "script",
        policy: SELF,
        error: /^SphinxCaseError blocked .*'wasm-unsafe-eval'/,
      },
      {
        what: "the same with the condition",
        configuration: "the condition `edge-light` in the bundler",
        commands: [bundle("page.js", "script/page.js", "--conditions=edge-light")],
        page: "script",
        policy: SELF,
      },
    ],
  },
  {
    name: "extension",
    title: "a Chrome extension (Manifest V3)",
    project: "extension",
    shown: [],
    checks: [
      {
        what: "page and service worker",
        configuration: "`'wasm-unsafe-eval'` in `content_security_policy`",
        commands: [bundle("page.js", "extension/page.js"), bundle("worker.js", "extension/worker.js")],
        extension: "extension",
      },
    ],
  },
];

function wrangler(entry) {
  return `wrangler dev ${entry} --ip 127.0.0.1 --port $PORT --compatibility-date 2025-11-01`;
}
