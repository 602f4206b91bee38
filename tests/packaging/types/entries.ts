// The other entries.
import wasm from "sphinx-case/core.wasm";
import { buildRowResults, buildRows, type Cell, caseRows, csvTemplate, type RowResult } from "sphinx-case/csv";
import { buildLineResults, buildLines, caseLineResults, caseLines, type LineResult } from "sphinx-case/lines";
import { init, initSync, initTables, initTablesSync, validate } from "sphinx-case/slim";
import tables from "sphinx-case/table.wasm";

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

caseRows({ map: { Name: "customer.full_name" } }) satisfies TransformStream<Uint8Array | string, Uint8Array>;
buildRows(["customer_id"], { revision: "newest" }) satisfies AsyncGenerator<Uint8Array>;
buildRowResults(new Response("").body as ReadableStream<Uint8Array>) satisfies AsyncIterable<RowResult>;
csvTemplate({ revision: "newest" }) satisfies string;
declare const row: RowResult;
row.row satisfies number;
if (row.ok) row.payload.auto_start satisfies boolean;
else row.issues[0]?.cell satisfies Cell | undefined;
// @ts-expect-error: not a field of a heading
caseRows({ map: { Name: 1 } });

initTables(fetch("table.wasm")) satisfies Promise<void>;
initTablesSync(tables);
init(fetch("core.wasm")) satisfies Promise<void>;
init(new URL("https://example.com/core.wasm"));
init(new Uint8Array());
initSync(wasm);
initSync(new ArrayBuffer(8));
validate({});
