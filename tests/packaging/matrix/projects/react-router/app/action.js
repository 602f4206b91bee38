import { parseFormData } from "sphinx-case";

export async function action({ request }) {
  const parsed = parseFormData(await request.formData());
  return new Response(parsed.ok ? parsed.body : JSON.stringify(parsed.issues));
}
