/** `core.wasm` as a text, for entries that must need no second file. The build writes `core-inline.js`; `unpack.ts` reads it. */

/** The bytes of `core.wasm`, as `scripts/pkg/pack.mjs` packs them. */
export declare const text: string;
/** The module that unpacks them, in hexadecimal digits. */
export declare const unpacker: string;
