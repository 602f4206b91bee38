/** Where the modules come from. The build makes `core-source.js`, `form-source.js` and so on for each flavour: `scripts/pkg/flavours.mjs`. */

declare module "*-source.js" {
  /** Undefined in `sphinx-case/slim`, which contains no modules: see `init`. */
  export const source: import("./engine.js").ModuleSource | undefined;
}
