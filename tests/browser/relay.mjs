/** Starts the real `sphinx-case serve`, with a sandbox or for another API, which `scripts/test.sh cli` (or `cargo build --features cli`) builds. */
import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { after } from "node:test";
import { root } from "./open.mjs";
import { requireBuiltPage } from "./static-server.mjs";

/** The program. */
export const PROGRAM = process.env.SPHINX_CASE ?? `${root}target/debug/sphinx-case`;

/** Starts it with a sandbox, on free ports; ends it with `close()`. */
export async function serveSandbox(...more) {
  const { said, ...server } = await start({ words: ["--sandbox", ...more], last: /SPHINX_CLIENT_SECRET=.+\n/ });
  const api = /SPHINX_BASE_URL=(\S+)/.exec(said)[1];
  return {
    ...server,
    api,
    /** The variables with its credentials, for `serveApi`. */
    credentials: Object.fromEntries(
      [...said.matchAll(/(SPHINX_CLIENT_\w+)=(\S+)/g)].map(([, ...variable]) => variable),
    ),
    /** Everything that the sandbox has received. */
    facts: async () => (await fetch(`${api}/sandbox/`)).json(),
  };
}

/** Starts it for the API at a base URL, with the credentials in these variables. */
export async function serveApi(base, credentials, ...more) {
  const { said, ...server } = await start({ env: { SPHINX_BASE_URL: base, ...credentials }, words: more });
  return server;
}

/** Starts it, and waits until it has said where the page is, and the `last` that it says. */
async function start({ env = {}, words, last = /$/ }) {
  requireBuiltPage();
  await access(PROGRAM).catch(() => {
    throw new Error(`${PROGRAM} is not built: run scripts/test.sh cli, or cargo build --features cli`);
  });
  const child = spawn(PROGRAM, ["serve", ...(words.includes("--port") ? [] : ["--port", "0"]), ...words], {
    cwd: root,
    env: { PATH: process.env.PATH, RUST_LOG: "trace", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      written[name] += text;
    });
  }
  const ended = new Promise((end) => child.once("exit", end));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", () => {
      const found = /The page is at (\S+)/.exec(written.stdout)?.[1];
      if (found && last.test(written.stdout)) resolve(found);
    });
    ended.then((code) => reject(new Error(`serve ended with ${code}: ${written.stderr}`)));
  });
  return {
    url,
    said: written.stdout,
    log: () => written.stdout + written.stderr,
    kill: () => child.kill("SIGKILL"),
    close: async () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** One for a file of tests, with more arguments, in the shape that `openPage` takes. */
export function useSandbox(used, ...more) {
  let started;
  after(async () => (await started)?.close());
  return {
    start: async () => {
      started ??= serveSandbox(...more);
      const { browser } = await used.start();
      return { browser, server: await started };
    },
    sandbox: () => started,
  };
}
