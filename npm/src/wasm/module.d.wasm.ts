/** A WebAssembly module of this package. What an import returns depends on the bundler or host; in workerd it is the compiled module. */
declare const module: typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;
export default module;
