/** The status of a created case, which is fetched until the case is complete. */
import { descriptionLine, element } from "../ui/element.js";
import { optionsOf, t } from "../ui/language.js";
import { fetchCase } from "./relay.js";

/** The pause before the first fetch, in milliseconds. Each pause is 1.5 times as long as the one before, up to the maximum. */
const FIRST_PAUSE = 1_000;
const MAX_PAUSE = 15_000;

/** The maximum number of fetches. */
const MAX_FETCHES = 60;

/** The label of a documented value; any other value unchanged. */
const labelOf = (kind, value) => t(`${kind}_${value}`) ?? value;

/** The status of a case as one sentence. */
export function progress({ is_complete: isComplete, failed, outcome }) {
  if (failed) return t("case_failed");
  if (!isComplete) return t("case_open");
  return outcome ? t("case_complete_with", { outcome: labelOf("outcome", outcome) }) : t("case_complete");
}

/** The status of a case and its checks, as rows of a description list. */
export function caseLines(current) {
  const labels = new Map(optionsOf("checks[].check_type").map(({ value, label }) => [value, label]));
  const line = (term, state, text) =>
    descriptionLine(term, element("span", { class: "case-state", "data-state": state }, text));
  const { is_complete: isComplete, failed, checks } = current;
  const whole = failed ? "ERROR" : isComplete ? (current.outcome ?? "DECIDED") : "PENDING";
  const each = (Array.isArray(checks) ? checks : []).map((check) => {
    const parts = [check.status && labelOf("status", check.status), check.outcome && labelOf("outcome", check.outcome)];
    const label = labels.get(check.check_type) ?? check.check_type ?? t("check_unnamed");
    return line(label, check.outcome ?? check.status, parts.filter(Boolean).join(": "));
  });
  return [line(t("case_state"), whole, progress(current)), ...each];
}

/**
 * Fetches a case until it is complete.
 * @param {{ onChange: (current) => void, signal: AbortSignal }} options
 * @returns whether it is complete; false after the maximum number of fetches
 */
export async function watchCase({ id }, { onChange, signal }) {
  let pause = FIRST_PAUSE;
  for (let fetches = 0; fetches < MAX_FETCHES; fetches += 1) {
    await new Promise((wake) => setTimeout(wake, pause));
    pause = Math.min(pause * 1.5, MAX_PAUSE);
    if (signal.aborted) return false;
    const current = await fetchCase(id);
    if (signal.aborted) return false;
    if (!current) continue;
    onChange(current);
    if (current.is_complete || current.failed) return true;
  }
  return false;
}
