/** Runs cases of the corpus on the package that `wasm-pack build --target web` made, as a page that imports it would. */
import init, * as sphinx from "/pkg/sphinx_case.js";
import { inputs, outcome } from "/tests/corpus.js";

await init();

/** What the package returns for each input of each case: `{ name, kind, outcome?, thrown? }`. */
window.runCorpus = (cases) =>
  cases.flatMap((entry) =>
    Object.entries(inputs(entry)).map(([kind, make]) => {
      try {
        return { name: entry.name, kind, outcome: outcome(sphinx, make(), entry.options) };
      } catch (error) {
        return { name: entry.name, kind, thrown: String(error?.stack ?? error) };
      }
    }),
  );
