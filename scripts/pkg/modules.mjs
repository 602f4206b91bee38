/** The WebAssembly modules: a row for each. */

/**
 * The modules of the package, each with its cargo profile and feature, and the functions that the package calls: see
 * `npm/src/wasm/*glue.d.ts`. Those for whole requests and for tables are optimized for speed, that for forms for size.
 */
const OF_PACKAGE = {
  core: {
    profile: "wasm",
    features: "wasm",
    functions: ["reserve", "check", "build", "check_field", "build_lines", "bodies"],
  },
  form: {
    profile: "wasm-form",
    features: "wasm-form",
    functions: [
      "reserve",
      "server_errors",
      "outcome_unknown",
      "form_new",
      "form_drop",
      "form_event",
      "form_configure",
      "form_build",
      "form_json",
      "form_posted",
    ],
  },
  table: {
    profile: "wasm",
    features: "wasm-table",
    functions: ["reserve", "table_start", "table_push", "table_end", "table_bodies", "csv_template"],
  },
};

/** The names of the modules of the package. */
export const MODULES = Object.keys(OF_PACKAGE);

/** The modules that the page loads first. It has the functions of both in one, which is hardly larger than that for forms. */
export const OF_PAGE = ["core", "form"];

const first = OF_PAGE.map((name) => OF_PACKAGE[name]);

/** All modules. */
export const BUILDS = {
  ...OF_PACKAGE,
  page: {
    profile: OF_PACKAGE.form.profile,
    features: first.map(({ features }) => features).join(","),
    functions: [...new Set(first.flatMap(({ functions }) => functions))],
  },
};

/** The file with the glue of a module. */
export function glueOf(name) {
  return name === "core" ? "glue.js" : `${name}-glue.js`;
}
