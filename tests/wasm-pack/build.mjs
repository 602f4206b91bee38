/** Packages that `wasm-pack build` makes of this crate, below `target/`. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the package for a target of wasm-pack, and returns its folder. Test files run at once, so each has its own. */
export function build(target, name) {
  const folder = `${root}target/wasm-pack/${name}`;
  run(root, "build", "--target", target, "--out-dir", folder);
  return folder;
}

/** Runs wasm-pack. Its output is shown when it fails. */
export function run(cwd, ...args) {
  // A copy of the sources need not compile the dependencies anew.
  const env = { ...process.env, CARGO_TARGET_DIR: `${root}target` };
  try {
    execFileSync("wasm-pack", args, { cwd, env, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    throw new Error(`wasm-pack ${args.join(" ")} failed:\n${error.stdout}${error.stderr}`);
  }
}
