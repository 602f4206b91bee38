/** Paths as the field table names them. */

/** The path of a place in a request, with `[]` for any index: `checks[].check_type`. Keys of free JSON never match a field: they stand deeper. */
export function fieldOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (name, step) => (typeof step === "number" ? `${name}[]` : name === "" ? step : `${name}.${step}`),
    "",
  );
}
