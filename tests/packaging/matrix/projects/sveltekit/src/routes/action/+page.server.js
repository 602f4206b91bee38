import { parseFormData } from "sphinx-case";

export const actions = {
  default: async ({ request }) => {
    const parsed = parseFormData(await request.formData());
    return { text: parsed.ok ? parsed.body : JSON.stringify(parsed.issues) };
  },
};
