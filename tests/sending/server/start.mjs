// Starts the server of this folder for tests in Node: the same that tests/sending/server/running.rs starts for Rust.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A client that may create cases. */
export const writer = { client_id: "11111111-1111-4111-8111-111111111111", client_secret: "writer-secret" };
/** A client that may only read: what it tries to create is 403. */
export const reader = { client_id: "22222222-2222-4222-8222-222222222222", client_secret: "reader-secret" };

/**
 * Starts it on a free port of the loopback address. It ends with `stop()`, or when this process ends in whatever way:
 * it lives as long as its standard input is open.
 * @param {"3.17" | "3.18"} version of Django REST Framework
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` has no slash at its end
 */
export async function startServer(version = "3.18") {
  const python = fileURLToPath(new URL(`../../../.tools/drf-${version}/bin/python`, import.meta.url));
  if (!existsSync(python))
    throw new Error(`there is no ${python}; please run scripts/setup/python.sh (scripts/test.sh setup does)`);
  const server = spawn(python, ["-B", "-m", "project", "serve"], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const stop = async () => {
    server.stdin.end();
    await ended;
  };
  for await (const line of createInterface({ input: server.stdout })) {
    return { url: JSON.parse(line).url, stop };
  }
  throw new Error("the server ended before it listened; what it said stands above");
}
