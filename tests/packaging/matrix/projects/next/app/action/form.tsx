"use client";
import { useActionState } from "react";
import { parse } from "./actions";

export function Form() {
  const [{ text }, action] = useActionState(parse, { text: "" });
  return (
    <form id="state" action={action}>
      <input name="customer.full_name" defaultValue="Ada" />
      <button type="submit">Send</button>
      <pre id="answer">{text}</pre>
    </form>
  );
}
