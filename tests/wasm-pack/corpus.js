/** Runs cases of the corpus on any package with `validate` and `buildPayload`, in Node and in a page. */

/** The inputs of a case, by the name of their kind. Each is made anew, for an input may have getters that count. */
export function inputs({ value, text, bytes, js }) {
  if (value !== undefined) return { object: () => value, text: () => JSON.stringify(value) };
  if (text !== undefined) {
    // UTF-8 cannot carry a lone surrogate.
    return text.isWellFormed()
      ? { text: () => text, bytes: () => new TextEncoder().encode(text) }
      : { text: () => text };
  }
  if (bytes !== undefined)
    return { bytes: () => Uint8Array.from(bytes.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) };
  // Indirect: the expression sees the globals and nothing of this module.
  // biome-ignore lint/security/noGlobalEval: the corpus writes such inputs as JavaScript expressions
  return { js: () => globalThis.eval(`(${js})`) };
}

/** What a package returns for an input, as plain data. */
export function outcome({ validate, buildPayload }, input, options) {
  const { valid, issues, omitted } = validate(input, options);
  const built = buildPayload(input, options);
  const { ok, body = null, payload = null, defaulted = [], warnings } = built;
  return { valid, ok, issues, omitted, builtIssues: ok ? warnings : built.issues, body, payload, defaulted };
}
