/** Frameworks that render on a server, each without configuration for the package. */
import { sendForm } from "../checks/browser.mjs";

/** What a form with one name is read as. */
const ADA = '{"customer":{"full_name":"Ada"},"delete_after":-1,"auto_start":true}';

const SLIM = JSON.stringify([
  '{"customer_id":1,"delete_after":-1,"auto_start":true}',
  ["nothing_to_start", "out_of_range"],
]);

function next(version, bundler) {
  const major = Number.parseInt(version, 10);
  const flag = { webpack: major >= 16 ? "--webpack" : "", turbopack: major >= 16 ? "" : "--turbopack" }[bundler];
  return {
    name: `next-${major}${bundler === "turbopack" ? "" : `-${bundler}`}`,
    title: `Next.js with ${bundler === "webpack" ? "webpack" : "Turbopack"}`,
    project: "next",
    versions: { next: version },
    shown: ["next"],
    checks: [
      {
        what: "build",
        commands: ["cp node_modules/sphinx-case/dist/core.wasm app/api/slim/"],
        passes: `next build ${flag}`,
      },
      ...["server", "client"].map((page) => ({
        what: `${page} component`,
        server: "next start --port $PORT",
        pages: [`/${page}`],
      })),
      ...["node", "edge"].map((runtime) => ({
        what: `route handler, ${runtime}`,
        server: "next start --port $PORT",
        paths: [`/api/${runtime}`],
      })),
      {
        what: "`sphinx-case/slim` with the compiled module, edge",
        configuration: "a copy of the file, imported as `./core.wasm?module`",
        server: "next start --port $PORT",
        paths: ["/api/slim"],
        expected: SLIM,
      },
      { what: "middleware", server: "next start --port $PORT", paths: ["/middleware"] },
      ...Object.entries({ useActionState: ["#state", "#answer"], "no script": ["#plain", "#plain-answer", false] }).map(
        ([what, [form, answer, javaScriptEnabled]]) => ({
          what: `server action, ${what}`,
          server: "next start --port $PORT",
          visit: (url) => sendForm(`${url}/action`, form, answer, { javaScriptEnabled }),
          expected: ADA,
        }),
      ),
      {
        what: "development: page, edge and middleware",
        commands: ["rm -rf .next"],
        server: `next dev ${flag} --port $PORT`,
        paths: ["/api/edge", "/middleware"],
        pages: ["/client"],
      },
    ],
  };
}

export const FRAMEWORKS = [
  next("15.5.29", "webpack"),
  next("15.5.29", "turbopack"),
  next("16.4.6", "webpack"),
  next("16.4.6", "turbopack"),
  {
    name: "react-router",
    title: "React Router",
    project: "react-router",
    shown: ["react-router"],
    scripts: true,
    checks: [
      { what: "build", passes: "react-router build" },
      {
        what: "loader and page",
        server: "react-router-serve ./build/server/index.js",
        paths: ["/server"],
        pages: ["/"],
      },
      {
        what: "action",
        server: "react-router-serve ./build/server/index.js",
        visit: (url) => post(`${url}/action`),
        expected: ADA,
      },
      {
        what: "development",
        server: "react-router dev --port $PORT --host 127.0.0.1",
        paths: ["/server"],
        pages: ["/"],
      },
    ],
  },
  {
    name: "sveltekit",
    title: "SvelteKit",
    project: "sveltekit",
    shown: ["@sveltejs/kit"],
    scripts: true,
    checks: [
      { what: "build", passes: "vite build --logLevel error" },
      { what: "server and page", server: "HOST=127.0.0.1 node build", paths: ["/server"], pages: ["/"] },
      {
        what: "form action",
        server: "HOST=127.0.0.1 node build",
        visit: (url) => sendForm(`${url}/action`, "form", "#answer"),
        expected: ADA,
      },
      { what: "development", server: "vite dev --port $PORT --host 127.0.0.1", paths: ["/server"], pages: ["/"] },
    ],
  },
  {
    name: "nuxt",
    title: "Nuxt",
    project: "nuxt",
    shown: ["nuxt"],
    scripts: true,
    checks: [
      { what: "build for Node", passes: "nuxt build" },
      {
        what: "server and page",
        server: "HOST=127.0.0.1 node .output/server/index.mjs",
        paths: ["/server"],
        pages: ["/"],
      },
      {
        what: "Cloudflare preset, in wrangler",
        commands: ["rm -rf .output", "NITRO_PRESET=cloudflare_module nuxt build"],
        server:
          "wrangler dev .output/server/index.mjs --assets .output/public --ip 127.0.0.1 --port $PORT --compatibility-date 2025-11-01 --compatibility-flags nodejs_compat",
        paths: ["/server"],
        pages: ["/"],
      },
    ],
  },
  {
    name: "astro",
    title: "Astro",
    project: "astro",
    shown: ["astro"],
    scripts: true,
    checks: [
      { what: "build", passes: "astro build" },
      {
        what: "endpoint and page",
        server: "HOST=127.0.0.1 node dist/server/entry.mjs",
        paths: ["/server"],
        pages: ["/"],
      },
      { what: "development", server: "astro dev --port $PORT --host 127.0.0.1", paths: ["/server"], pages: ["/"] },
    ],
  },
];

async function post(url) {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams({ "customer.full_name": "Ada" }) });
  return response.text();
}
