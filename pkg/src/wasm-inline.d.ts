/** The bytes of `core.wasm` in hexadecimal digits, for entries that must need no second file. The build writes `wasm-inline.js`. */
export declare const hex: string;
