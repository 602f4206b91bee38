/**
 * `node scripts/build-page.mjs`: builds the page from `www/` into `pkg/page/`, with the package that is in `pkg/dist/`.
 * `scripts/build-pkg.mjs` does this too, so it is only called by itself after a change of the page.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPage } from "./page/build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
await buildPage({ package: join(root, "pkg/dist"), target: join(root, "pkg/page") });
