/** Says that nothing is checked, and why, where the checker cannot work. */
import { byId, element, withCode } from "../ui/element.js";
import { t } from "../ui/language.js";

/** @param wasWorking the checker has answered before, so it is this text that it fails on */
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
