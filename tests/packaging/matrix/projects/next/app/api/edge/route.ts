import { answer } from "../../../answer.js";

export const runtime = "edge";

export function GET() {
  return new Response(answer());
}
