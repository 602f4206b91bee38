// The other entries.
import wasm from "sphinx-case/core.wasm";
import { buildLineResults, buildLines, caseLineResults, caseLines, type LineResult } from "sphinx-case/lines";
import { init, initSync, validate } from "sphinx-case/slim";

caseLines({ unknownFields: "keep" }) satisfies TransformStream<Uint8Array | string, Uint8Array>;
caseLineResults() satisfies TransformStream<Uint8Array | string, LineResult>;
buildLines(["{}"]) satisfies AsyncGenerator<Uint8Array>;
buildLineResults(new Response("{}").body as ReadableStream<Uint8Array>) satisfies AsyncIterable<LineResult>;
declare const result: LineResult;
result.line satisfies number;
if (result.ok) {
  result.body satisfies string;
}
// @ts-expect-error: not an option
caseLines({ unknown: 1 });

init(fetch("core.wasm")) satisfies Promise<void>;
init(new URL("https://example.com/core.wasm"));
init(new Uint8Array());
initSync(wasm);
initSync(new ArrayBuffer(8));
validate({});
