/** Shows why the worker cannot validate. */
import { byId, element, withCode } from "../ui/element.js";
import { t } from "../ui/language.js";

/** @param wasWorking whether it has validated before, so that the failure is due to this text */
export function showFailure(message, wasWorking) {
  const failure = byId("failure");
  failure.hidden = false;
  const [what, more] = wasWorking ? ["failed_text", "failed_again"] : ["failed_start", "failed_policy"];
  failure.replaceChildren(
    element("strong", {}, t(what)),
    " ",
    ...withCode(t(more)),
    ` ${t("failed_said")} `,
    element("q", {}, message),
  );
}
