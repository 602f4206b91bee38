/** The signal of an asynchronous check. */

/** `AbortSignal`, where the libraries of TypeScript declare it; otherwise the part of it that says whether a result is still of use. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Declared } }
  ? Declared
  : { readonly aborted: boolean };
