/** Runs cases of the corpus on the built package, as a page that imports it would. */
import { buildRowResults } from "/pkg/csv.js";
import { buildPayload, parseFormData, validate } from "/pkg/index.js";

/** The inputs of a case by the name of their kind: the same request as JavaScript sees it in different forms. */
function inputs({ value, text, bytes, js }) {
  if (value !== undefined) return { object: () => value, stringified: () => JSON.stringify(value) };
  if (text !== undefined) return { text: () => text, bytes: () => new TextEncoder().encode(text) };
  if (bytes !== undefined)
    return { bytes: () => Uint8Array.from(bytes.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) };
  // Indirect: the expression sees the globals and nothing of this module.
  // biome-ignore lint/security/noGlobalEval: the corpus writes such inputs as JavaScript expressions
  return { js: () => globalThis.eval(`(${js})`) };
}

function run(input, options) {
  const built = buildPayload(input, options);
  const checked = validate(input, options);
  return {
    issues: built.ok ? built.warnings : built.issues,
    omitted: checked.omitted,
    payload: built.ok ? built.body : null,
    defaulted: built.ok ? built.defaulted : [],
    checked: { valid: checked.valid, issues: checked.issues },
  };
}

/** @returns {{ name: string, kind: string, result?: object, thrown?: string }[]} */
window.runCorpus = (cases) =>
  cases.flatMap((one) =>
    Object.entries(inputs(one)).map(([kind, make]) => {
      try {
        return { name: one.name, kind, result: run(make(), one.options) };
      } catch (error) {
        return { name: one.name, kind, thrown: String(error?.stack ?? error) };
      }
    }),
  );

/** The rows of each table, or null if its headings are wrong. */
window.runTables = (tables) =>
  Promise.all(
    tables.map(async ({ text, options, map }) => {
      const rows = [];
      try {
        for await (const result of buildRowResults(text, { ...options, ...(map && { map }) }))
          rows.push({
            row: result.row,
            issues: result.ok ? result.warnings : result.issues,
            payload: result.ok ? result.body : null,
          });
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        return null;
      }
      return rows;
    }),
  );

/** The body that each posted form makes, or its issues as names and codes. */
window.runPosted = (cases) =>
  cases.map(({ entries }) => {
    const form = new FormData();
    for (const [name, text] of entries) form.append(name, text);
    const built = parseFormData(form);
    return built.ok ? built.body : built.issues.map(({ name, code }) => `${name} ${code}`);
  });
