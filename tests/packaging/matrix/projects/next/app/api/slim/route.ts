import { buildPayload, initSync, validate } from "sphinx-case/slim";
import core from "./core.wasm?module";

export const runtime = "edge";

initSync(core);

export function GET() {
  const built = buildPayload({ customer_id: 1 });
  return Response.json([built.ok && built.body, validate('{"customer_id":0}').issues.map(({ code }) => code)]);
}
