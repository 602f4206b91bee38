/** Bundlers, each without configuration for the package. */

const WORKER = "the condition `workerd`, set by hand";

function vite(version) {
  return {
    name: `vite-${Number.parseInt(version, 10)}`,
    title: "Vite",
    project: "vite",
    versions: { vite: version },
    checks: [
      { what: "build, in Chromium", commands: ["vite build --logLevel error"], page: "dist" },
      {
        what: "development server, in Chromium",
        server: "vite --port $PORT --strictPort --host 127.0.0.1",
        pages: ["/"],
      },
      { what: "SSR, development", output: "node ssr.js" },
      {
        what: "SSR, build",
        commands: ["vite build --logLevel error --config vite.ssr.config.js"],
        output: "node ssr-out/print.js",
      },
      {
        what: WORKER,
        commands: ["vite build --logLevel error --config vite.worker.config.js"],
        output: "node call-worker.js ./worker-out/worker.js",
      },
    ],
  };
}

function packed(program) {
  const build = (name) => `${program} --config-name ${name}`;
  return [
    { what: "production, in Chromium", commands: [build("production")], page: "production" },
    { what: "development, in Chromium", commands: [build("development")], page: "development" },
    { what: "CommonJS, in Node", commands: [build("commonjs")], output: "node commonjs/main.cjs" },
    { what: WORKER, commands: [build("worker")], output: "node call-worker.mjs ./worker/worker.mjs" },
  ];
}

const rollup = (entry, format, file) =>
  `rollup ${entry} --format ${format} --file ${file} --plugin node-resolve --silent`;
const esbuild = (entry, options) => `esbuild ${entry} --bundle --minify --log-level=error ${options}`;

export const BUNDLERS = [
  ...["6.4.6", "7.3.8", "8.3.8"].map(vite),
  {
    name: "webpack-5",
    title: "webpack",
    project: "webpack",
    shown: ["webpack"],
    checks: packed("webpack"),
  },
  { name: "rspack", title: "Rspack", project: "rspack", shown: ["@rspack/core"], checks: packed("rspack build") },
  {
    name: "rollup",
    title: "Rollup with @rollup/plugin-node-resolve",
    project: "rollup",
    checks: [
      { what: "script, in Chromium", commands: [rollup("page.js", "iife", "out/page.js")], page: "out" },
      {
        what: "ES module, in Node",
        commands: [rollup("print.js", "es", "print-out.mjs")],
        output: "node print-out.mjs",
      },
      {
        what: "CommonJS, in Node",
        commands: [rollup("print.js", "cjs", "print-out.cjs")],
        output: "node print-out.cjs",
      },
      {
        what: WORKER,
        commands: [
          "rollup worker.js --format es --file worker-out.mjs --silent --plugin 'node-resolve={exportConditions: [\"workerd\"]}'",
        ],
        output: "node call-worker.js ./worker-out.mjs",
      },
    ],
  },
  {
    name: "esbuild",
    title: "esbuild",
    project: "esbuild",
    checks: [
      { what: "script, in Chromium", commands: [esbuild("page.js", "--outfile=out/page.js")], page: "out" },
      {
        what: "ES module, in Node",
        commands: [esbuild("print.js", "--platform=node --format=esm --outfile=esm.mjs")],
        output: "node esm.mjs",
      },
      {
        what: "CommonJS, in Node",
        commands: [esbuild("main.cjs", "--platform=node --format=cjs --outfile=cjs.cjs")],
        output: "node cjs.cjs",
      },
      {
        what: WORKER,
        commands: [esbuild("worker.js", "--conditions=workerd --format=esm --outfile=worker-out.mjs")],
        output: "node call-worker.js ./worker-out.mjs",
      },
      {
        what: "the condition `edge-light`, set by hand",
        commands: [esbuild("worker.js", "--conditions=edge-light --format=esm --outfile=edge-out.mjs")],
        output: "node call-worker.js ./edge-out.mjs",
      },
    ],
  },
  {
    name: "parcel-2",
    title: "Parcel",
    project: "parcel",
    scripts: true,
    checks: [
      { what: "build, in Chromium", commands: ["parcel build index.html --no-cache --log-level error"], page: "dist" },
    ],
  },
];
