/** The WebAssembly of this package. What an import of it gives depends on the bundler or host: here, as in workerd, the compiled module. */
declare const module: WebAssembly.Module;
export default module;
