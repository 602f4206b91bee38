/** What an instance of a module exports, as far as it is used directly; the glue calls the functions. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
}
