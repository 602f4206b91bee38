/** `core.wasm` as a text, for entries that must need no second file; `packed.ts` says how. The build writes `wasm-inline.js`. */
export declare const text: string;
/** How many bytes the text holds. */
export declare const length: number;
