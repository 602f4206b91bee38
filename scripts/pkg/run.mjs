/** Runs the programs of the build and shows its steps. */
import { execFileSync } from "node:child_process";

/** Shows a step of the build. */
export function step(what) {
  console.log(`[pkg] ${what}`);
}

/** Runs a program; its messages are shown, and a failure ends the build. */
export function run(program, ...args) {
  call(program, args, "inherit");
}

/** Runs a program and returns its output. */
export function output(program, ...args) {
  return call(program, args, "pipe").toString("utf8");
}

function call(program, args, stdout) {
  try {
    return execFileSync(program, args, { stdio: ["ignore", stdout, "inherit"], maxBuffer: 1 << 28 });
  } catch (error) {
    const why =
      error.code === "ENOENT"
        ? "it is not installed: `make setup` brings what the build needs"
        : `exit status ${error.status}`;
    console.error(`[pkg] FAILED: ${program} ${args.join(" ")} (${why})`);
    process.exit(1);
  }
}
