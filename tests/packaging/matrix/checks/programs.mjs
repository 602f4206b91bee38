/** Runs the programs of a cell, in its project and for a limited time. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

const SECONDS = 1000;
/** How long a command may take, and how long a server may until it responds. */
const COMMAND_LIMIT = 300 * SECONDS;
const START_LIMIT = 120 * SECONDS;
/** The end of an output has the reason of a failure. */
const SHOWN = 2000;

/** Nothing that asks, reports home, or colors its output. */
const QUIET = {
  CI: "1",
  NO_COLOR: "1",
  FORCE_COLOR: "0",
  DO_NOT_TRACK: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
};

function start(project, command, env = {}) {
  // npm passes its own configuration on; what a cell runs must not see it.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_|INIT_CWD)/.test(name));
  return spawn("bash", ["-c", command], {
    cwd: project,
    detached: true, // a process group of its own, so that all of it can be ended
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...Object.fromEntries(inherited),
      ...QUIET,
      ...env,
      PATH: `${join(project, "node_modules/.bin")}:${process.env.PATH}`,
    },
  });
}

function end(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Runs a command and returns what it printed to standard output. */
export function output(project, command, env) {
  return new Promise((resolve, reject) => {
    const child = start(project, command, env);
    let out = "";
    let all = "";
    child.stdout.on("data", (data) => {
      out += data;
      all += data;
    });
    child.stderr.on("data", (data) => {
      all += data;
    });
    const timer = setTimeout(() => end(child), COMMAND_LIMIT);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      end(child);
      if (code === 0) resolve(out);
      else reject(new Error(`${command}: ${signal ? "took too long" : `exit status ${code}`}\n${all.slice(-SHOWN)}`));
    });
  });
}

/** Runs a server while `use` works with its address. `$PORT` in the command is a free port. */
export async function withServer(project, command, env, use) {
  const port = await freePort();
  const child = start(project, command.replaceAll("$PORT", port), { ...env, PORT: String(port) });
  let all = "";
  let hasEnded = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      all += data;
    });
  }
  child.on("close", () => {
    hasEnded = true;
  });
  const url = `http://localhost:${port}`;
  try {
    const limit = Date.now() + START_LIMIT;
    while (!(await isListening(url))) {
      if (hasEnded || Date.now() > limit) throw new Error(`${command} does not respond`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return await use(url);
  } catch (error) {
    throw new Error(`${error.message}\n${command}:\n${all.slice(-SHOWN)}`);
  } finally {
    end(child);
  }
}

async function isListening(url) {
  try {
    await fetch(url, { signal: AbortSignal.timeout(30 * SECONDS), redirect: "manual" });
    return true;
  } catch (error) {
    if (error.name === "TimeoutError") return true;
    return false;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
