/** Where a request holds free JSON, as `npm/src/accept/plain.ts` reads it. */

/**
 * The places of free JSON as a tree of the keys that lead to them; arrays are passed through. `checks[].input_details` and
 * `metadata` become `{ checks: { input_details: "json" }, metadata: "json" }`, as Maps.
 *
 * @param fields the field table, which `sphinx-case schema --target fields` prints.
 */
export function freeJsonPlaces(fields) {
  const places = new Map();
  for (const { path, kind } of fields) {
    if (kind !== "json") continue;
    const keys = path.replaceAll("[]", "").split(".");
    const last = keys.pop();
    let group = places;
    for (const key of keys) {
      if (!group.has(key)) group.set(key, new Map());
      group = group.get(key);
    }
    group.set(last, "json");
  }
  return places;
}

/** The module of the package that holds the places. */
export function freeJsonModule(fields) {
  return `/** Keys that lead to free JSON; arrays are passed through. \`"json"\` stands for a field that holds it. */
export type FreeJsonPlaces = ReadonlyMap<string, FreeJsonPlaces | "json">;

/** The places of free JSON in a request. */
export const FREE_JSON: FreeJsonPlaces = ${mapSource(freeJsonPlaces(fields))};
`;
}

function mapSource(places) {
  const entries = [...places].map(
    ([key, place]) => `[${JSON.stringify(key)}, ${place === "json" ? '"json"' : mapSource(place)}]`,
  );
  return `new Map<string, FreeJsonPlaces | "json">([${entries.join(", ")}])`;
}
