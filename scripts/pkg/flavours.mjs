/** The flavours of the package, which differ in where the WebAssembly comes from and share no code. */
import { LANGUAGES } from "./languages.mjs";

/** The entries that have a flavour with WebAssembly and one without. */
const ENTRIES = ["index", "lines", "csv", "dom", "lazy", "react"];

/**
 * The flavours: the entries, the names of their files, and the text of `X-source.js` in `npm/src/wasm`, which has the source of the module X.
 */
export const FLAVOURS = {
  inline: {
    entries: [...ENTRIES, ...[...LANGUAGES, "list"].map((language) => `languages/${language}`)],
    rename: (name) => name,
    // Unpacks the module on first use.
    source: (module) => `import { text, unpacker } from "./${module}-inline.js";
import { unpack } from "./unpack.js";
export const source = () => unpack({ text, unpacker });
`,
  },
  slim: { entries: ["slim"], rename: (name) => name, source: () => "export const source = undefined;\n" },
  // For hosts that compile no WebAssembly: the modules are translated to JavaScript.
  script: {
    entries: ENTRIES,
    rename: (name) => `${name}-script`,
    source: (module) => `import { start } from "./${module}-script.js";
export const source = () => ({ start });
`,
  },
};

/** Provides the sources of the modules of a flavour. */
export function moduleSources({ source }) {
  const filter = /\/(\w+)-source\.js$/;
  return {
    name: "module-sources",
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path, resolveDir }) => ({
        path: filter.exec(path)[1],
        namespace: "module-source",
        pluginData: resolveDir,
      }));
      onLoad({ filter: /.*/, namespace: "module-source" }, ({ path, pluginData }) => ({
        contents: source(path),
        resolveDir: pluginData,
      }));
    },
  };
}
