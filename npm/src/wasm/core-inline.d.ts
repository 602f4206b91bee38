/** `core.wasm` as a text, for entries without a second file. The build writes `core-inline.js`; `unpack.ts` reads it. */

/** The bytes of `core.wasm`, packed by `scripts/pkg/pack.mjs`. */
export declare const text: string;
/** The module that unpacks them, in hexadecimal digits. */
export declare const unpacker: string;
