/**
 * What must hold where a target is missed, or can be by noise. Why it is, and where the limit is, is in
 * docs/decisions/0024-speed-of-the-core.md. The bench still says that the target is missed, but only fails beyond the bound.
 */
const BOUNDS = {
  "object with three errors → issues, small": 0.95,
  "import and first call, bundled and minified: object with three errors": 0.6,
  "sphinx-case/lines": 2.2,
  "plain, 1 KB": 1.8,
  "plain, 100 KB": 1.3,
  "100,000 unknown keys": 8,
  "100,000 times the same key": 12,
  "100,000 equal document IDs": 18,
  "a million errors": 8,
};

/**
 * Whether a target is met.
 * @param name of what is measured @param better "faster" if the target is a least value, "less" if it is a greatest one
 * @returns `isMet`; `bound`: what holds instead, if anything
 */
export function judge(name, reached, target, better) {
  const isWithin = (limit) => (better === "faster" ? reached >= limit : reached <= limit);
  const isMet = isWithin(target);
  const bound = BOUNDS[name];
  return { isMet, bound: !isMet && bound !== undefined && isWithin(bound) ? bound : undefined };
}

/** Whether the bench fails because of what {@link judge} has returned. */
export function fails({ isMet, bound }) {
  return !isMet && bound === undefined;
}

/** The same as text. */
export function verdictText({ isMet, bound }) {
  if (isMet) return "met";
  return bound === undefined ? "MISSED" : `MISSED (decision 0024 says why; the bound of ${bound} holds)`;
}
