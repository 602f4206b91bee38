/** Serves the page for tests without a relay, as static hosting would. `sphinx-case serve` is the server for users. */
import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");

/**
 * The policy for the page: its own scripts, its own worker and its own WebAssembly. `connect-src` falls back to
 * `default-src 'none'`, so the browser itself ensures that no data is sent.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The folders that are served: the built page and the package, by the beginnings of their paths. */
export const MOUNTS = {
  "/": join(root, "pkg", "page"),
  "/pkg/": join(root, "pkg", "dist"),
};

const CONTENT_TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

/**
 * Starts the server on a free port of the loopback interface. `change` changes the HTML.
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ mounts = MOUNTS, policy = POLICY, change } = {}) {
  requireBuiltPage();
  const server = createServer(async (request, response) => {
    try {
      const file = locate(new URL(request.url, "http://localhost").pathname, mounts);
      let content = await readFile(file);
      if (change && extname(file) === ".html") content = change(content.toString());
      response.writeHead(200, {
        "Content-Type": CONTENT_TYPES[extname(file)] ?? "application/octet-stream",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** The file of a path. Throws if it is outside the folders. */
function locate(path, mounts) {
  const [prefix] = Object.keys(mounts)
    .filter((candidate) => path.startsWith(candidate))
    .sort((one, other) => other.length - one.length);
  const folder = resolve(mounts[prefix]);
  const file = join(folder, decodeURIComponent(path.slice(prefix.length)) || "index.html");
  if (!file.startsWith(folder + sep)) throw new Error(`${path} is outside the folders that are served`);
  return path.endsWith("/") && path !== prefix ? join(file, "index.html") : file;
}

/** Throws if the page was changed after it was built: the tests would try an old one. */
export function requireBuiltPage() {
  const time = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const built = time(join(root, "pkg/page/index.html"));
  const sources = readdirSync(join(root, "www"), { recursive: true, encoding: "utf8" })
    .map((name) => join(root, "www", name))
    .filter((path) => statSync(path).isFile());
  const newer = [...sources, join(root, "pkg/dist/index.js")].find((file) => time(file) > built);
  if (newer) throw new Error(`${newer} is newer than the built page: run \`node scripts/build-page.mjs\` first`);
}
