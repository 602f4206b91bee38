/** The bytes of `core.wasm` in base64, for entries that must need no second file. The build writes `wasm-inline.js`. */
export declare const base64: string;
