// Calls a worker as its host would: nothing compiles WebAssembly there.
WebAssembly.Module = WebAssembly.Instance = undefined;
const { default: worker } = await import(process.argv[2]);
console.log(await (await worker.fetch(new Request("http://localhost/"))).text());
