"use server";
import { parseFormData } from "sphinx-case";

export interface Parsed {
  text: string;
}

export async function parse(_: Parsed, data: FormData): Promise<Parsed> {
  const parsed = parseFormData(data);
  return { text: parsed.ok ? parsed.body : JSON.stringify(parsed.issues) };
}

export async function parsePlainly(data: FormData): Promise<void> {
  const { text } = await parse({ text: "" }, data);
  const { redirect } = await import("next/navigation");
  redirect(`/action?${new URLSearchParams({ text })}`);
}
