#!/usr/bin/env node
/**
 * Serves the page on loopback, under the strict policy it is written for.
 *
 *   node scripts/serve.mjs [--port N]
 *
 * `/` is `www/`, `/pkg/` is the built package (`pkg/dist/`). No dependency: anything that can run the
 * package's tools can run this.
 */
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../..");

/** The port tried first. */
const DEFAULT_PORT = 4173;

/** How many ports after the first one are tried when it is taken. */
const PORTS_TRIED = 20;

/**
 * What the page may do: run its own scripts, its own worker and its own WebAssembly, and nothing else.
 * `connect-src` falls back to `default-src 'none'`, so the browser itself keeps the promise that what
 * is typed is sent nowhere.
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

/** Where each first part of a URL path is looked for; the longest prefix wins. */
export const MOUNTS = {
  "/": join(root, "www"),
  "/pkg/": join(root, "pkg", "dist"),
};

const CONTENT_TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/**
 * The file a URL path stands for, or undefined when there is none inside its mount. Both the spelling
 * (`..`, `%2e%2e`, backslashes, NUL) and the file system (a symbolic link that leads out) are checked.
 */
async function locate(urlPath, mounts) {
  let path;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (path.includes("\0") || path.includes("\\")) return undefined;
  const prefix = Object.keys(mounts)
    .filter((candidate) => path.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) return undefined;
  const rest = path.slice(prefix.length);
  if (rest.split("/").includes("..")) return undefined;
  try {
    const base = await realpath(mounts[prefix]);
    const file = await realpath(join(base, rest.endsWith("/") || rest === "" ? `${rest}index.html` : rest));
    if (!file.startsWith(base + sep)) return undefined;
    const found = await stat(file);
    return found.isFile() ? { file, size: found.size } : undefined;
  } catch {
    return undefined;
  }
}

async function answer(request, response, { mounts, policy }) {
  const headers = {
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
  };
  const plain = (status, text, more = {}) => {
    response.writeHead(status, { ...headers, ...more, "Content-Type": CONTENT_TYPES[".txt"] });
    response.end(request.method === "HEAD" ? undefined : text);
  };
  if (request.method !== "GET" && request.method !== "HEAD") {
    return plain(405, "Only GET and HEAD are answered here.\n", { Allow: "GET, HEAD" });
  }
  // Not `new URL(…)`: it would resolve `..` before `locate` sees it.
  const found = await locate((request.url ?? "/").split(/[?#]/, 1)[0], mounts);
  if (!found) return plain(404, "There is no such file.\n");
  response.writeHead(200, {
    ...headers,
    "Content-Type": CONTENT_TYPES[extname(found.file)] ?? "application/octet-stream",
    "Content-Length": found.size,
  });
  if (request.method === "HEAD") return response.end();
  // A reader that goes away mid-file is no failure of the server.
  pipeline(createReadStream(found.file), response, () => {});
}

/**
 * Starts the server on the first free port from `port` on (0: any free one).
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ port = DEFAULT_PORT, mounts = MOUNTS, policy = POLICY } = {}) {
  const server = createServer((request, response) => {
    answer(request, response, { mounts, policy }).catch(() => response.destroy());
  });
  const last = port === 0 ? 0 : Math.min(port + PORTS_TRIED, 65535);
  for (let candidate = port; ; candidate += 1) {
    try {
      await new Promise((listening, failed) => {
        server.once("error", failed);
        server.listen({ port: candidate, host: "127.0.0.1" }, () => {
          server.off("error", failed);
          listening();
        });
      });
      break;
    } catch (error) {
      if (error.code !== "EADDRINUSE" || candidate >= last) throw error;
    }
  }
  const taken = server.address().port;
  return {
    url: `http://127.0.0.1:${taken}/`,
    port: taken,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const HELP = `Serves the sphinx-case page on loopback (127.0.0.1).

Usage: node scripts/serve.mjs [--port N]

  --port N   the port to use (default ${DEFAULT_PORT}; 0: any free one). When it is taken, the next free one is used.
  --help     this text
`;

/** The port asked for on the command line, or an Error whose message says what is wrong with it. */
function readArguments(words) {
  let port = DEFAULT_PORT;
  for (let index = 0; index < words.length; index += 1) {
    const [name, inline] = words[index].split(/=(.*)/s);
    if (name === "--help" || name === "-h") return { help: true };
    if (name !== "--port") throw new Error(`unknown argument ${words[index]}`);
    const text = inline ?? words[++index];
    port = Number(text);
    if (!/^\d+$/.test(text ?? "") || port > 65535) {
      throw new Error(`--port needs a number from 0 to 65535, not ${text ?? "nothing"}`);
    }
  }
  return { port };
}

async function main() {
  let asked;
  try {
    asked = readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`serve: ${error.message}\n\n${HELP}`);
    return 2;
  }
  if (asked.help) {
    console.log(HELP);
    return 0;
  }
  if (!(await locate("/pkg/index.js", MOUNTS))) {
    console.error("serve: the package is not built yet (pkg/dist/index.js is missing). Run `make pkg` first.");
    return 1;
  }
  try {
    const server = await serve(asked);
    console.log(`The page is at ${server.url}  (Ctrl+C ends it)`);
  } catch (error) {
    console.error(`serve: cannot listen on port ${asked.port}: ${error.message}`);
    return 1;
  }
}

if (process.argv[1] && (await realpath(process.argv[1])) === fileURLToPath(import.meta.url)) {
  const code = await main();
  if (code !== undefined) process.exitCode = code;
}
