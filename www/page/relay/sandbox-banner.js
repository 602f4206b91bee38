/** The banner of the sandbox, in which the fault for the next request is chosen. */
import { byId, element } from "../ui/element.js";
import { onLanguage, t } from "../ui/language.js";
import { isSandbox, setSandboxFaults } from "./relay.js";

/** The faults by the names of their texts. The client requests a new token once, so a rejected token needs two faults. */
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

/** Shows the banner if there is a sandbox. */
export function startSandbox() {
  if (!isSandbox()) return;
  write();
  onLanguage(write);
  byId("sandbox").hidden = false;
}

/** Sets the chosen fault, which applies to one request. */
export async function prepareSandbox() {
  const chosen = isSandbox() && CHOICES[byId("sandbox-next").value];
  if (!chosen) return;
  byId("sandbox-next").value = "ok";
  await setSandboxFaults(chosen);
}
