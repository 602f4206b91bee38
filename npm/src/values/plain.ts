/** Which values JSON can represent exactly. */

/** Whether JSON text represents the number exactly. `-0` is written as 0, as JSON.stringify does. */
export function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

/** Whether it is an object literal or has no prototype; also of another realm (an iframe, a `vm` context, Jest). */
export function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The name of the type of a value: `null`, `array`, `object`, `number`, or that of a built-in class, such as `File`. */
export function typeName(value: unknown): string {
  if (typeof value !== "object") return typeof value;
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return tag === "Object" ? "object" : tag;
}
