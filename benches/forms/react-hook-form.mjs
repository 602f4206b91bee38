/**
 * One key press in react-hook-form with zod, without any React around it: what its `onChange` does before a component
 * renders. The mode is that of "at every key until it is right" (`all`), and every field is registered.
 */
import { zodResolver } from "@hookform/resolvers/zod";
import { createFormControl } from "react-hook-form";
import * as z from "zod";
import { zodPeer } from "../peers/zod-schema.mjs";
import { CHECKS, startingRequest, textAfter } from "./request.mjs";

/** Makes the form; answers what a key press does. */
export function openForm(name) {
  const { schema } = zodPeer("zod", z.record(z.string(), z.unknown()));
  const { control, register, subscribe } = createFormControl({
    defaultValues: startingRequest(),
    resolver: zodResolver(schema),
    mode: "all",
  });
  let snapshot;
  subscribe({
    formState: { errors: true, isValid: true, dirtyFields: true, touchedFields: true, values: true },
    callback: (next) => {
      snapshot = next;
    },
  });
  for (const field of ["full_name", "external_id", "customer_type"]) register(`customer.${field}`);
  for (const field of ["webhook_url", "delete_after"]) register(field);
  for (let index = 0; index < CHECKS; index++) {
    for (const field of ["check_type", "delete_after"]) register(`checks.${index}.${field}`);
  }
  const dotted = name.replaceAll("[", ".").replaceAll("]", "");
  const { onChange } = register(dotted);
  return async (key) => {
    await onChange({ type: "change", target: { name: dotted, value: textAfter(name, key) } });
    const errors = control._formState.errors;
    if (snapshot === undefined || Object.keys(errors).length !== 0) throw new Error("the key was lost");
    return snapshot === undefined ? 0 : 1;
  };
}
