/** Starts the real `sphinx-case serve --sandbox`, which `scripts/test.sh cli` (or `cargo build --features cli`) builds. */
import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { after } from "node:test";
import { root } from "./open.mjs";

/** The program. */
export const PROGRAM = process.env.SPHINX_CASE ?? `${root}target/debug/sphinx-case`;

/** Starts it on free ports; ends it with `close()`. */
export async function serveSandbox(...more) {
  await access(PROGRAM).catch(() => {
    throw new Error(`${PROGRAM} is not built: run scripts/test.sh cli, or cargo build --features cli`);
  });
  const child = spawn(PROGRAM, ["serve", "--sandbox", ...(more.includes("--port") ? [] : ["--port", "0"]), ...more], {
    cwd: root,
    env: { PATH: process.env.PATH, RUST_LOG: "trace" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      written[name] += text;
    });
  }
  const ended = new Promise((end) => child.once("exit", end));
  const found = await new Promise((resolve, reject) => {
    child.stdout.on("data", () => {
      const url = /The page is at (\S+)/.exec(written.stdout)?.[1];
      const api = /SPHINX_BASE_URL=(\S+)/.exec(written.stdout)?.[1];
      if (url && /SPHINX_CLIENT_SECRET=.+\n/.test(written.stdout)) resolve({ url, api });
    });
    ended.then((code) => reject(new Error(`serve ended with ${code}: ${written.stderr}`)));
  });
  return {
    ...found,
    log: () => written.stdout + written.stderr,
    /** Everything that the sandbox has received. */
    facts: async () => (await fetch(`${found.api}/sandbox/`)).json(),
    kill: () => child.kill("SIGKILL"),
    close: async () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** One for a file of tests, in the shape that `openPage` takes. */
export function useSandbox(used) {
  let started;
  after(async () => (await started)?.close());
  return {
    start: async () => {
      started ??= serveSandbox();
      const { browser } = await used.start();
      return { browser, server: await started };
    },
    sandbox: () => started,
  };
}
