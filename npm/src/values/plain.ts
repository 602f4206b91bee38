/** What JSON carries as it is. */

/** Whether JSON text has the number as it is; `-0` is written as 0, as JSON.stringify does. */
export function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

/** An object literal, one without prototype, or either of another realm (an iframe, a `vm` context, Jest). */
export function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}
