/** The band that says that this is a sandbox, and what the sandbox does with the next request. */
import { byId, element } from "../ui/element.js";
import { onLanguage, t } from "../ui/language.js";
import { isSandbox, tellSandbox } from "./relay.js";

/** What can be chosen: the name of its text, and what the sandbox is told. The client renews a refused token once. */
const CHOICES = {
  ok: "",
  slow: "slow:5s",
  bad_317: "bad_fields_lists",
  bad_318: "bad_fields_objects",
  refused: "unauthorized,unauthorized",
  limited: "too_many:7s",
  fails: "fail_503:7s",
  drop_before: "drop_before",
  drop_after: "drop_after",
};

function write() {
  const select = byId("sandbox-next");
  const { value } = select;
  select.replaceChildren(
    ...Object.keys(CHOICES).map((name) => element("option", { value: name }, t(`sandbox_${name}`))),
  );
  select.value = value || "ok";
}

/** Shows the band, where there is a sandbox. */
export function startSandbox() {
  if (!isSandbox()) return;
  write();
  onLanguage(write);
  byId("sandbox").hidden = false;
}

/** Tells the sandbox what was chosen, which then holds for one request. */
export async function prepareSandbox() {
  const chosen = isSandbox() && CHOICES[byId("sandbox-next").value];
  if (!chosen) return;
  byId("sandbox-next").value = "ok";
  await tellSandbox(chosen);
}
