export default { build: { ssr: "print.js", outDir: "ssr-out" }, ssr: { noExternal: true } };
