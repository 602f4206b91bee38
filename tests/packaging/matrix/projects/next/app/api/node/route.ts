import { answer } from "../../../answer.js";

export const dynamic = "force-dynamic";

export function GET() {
  return new Response(answer());
}
