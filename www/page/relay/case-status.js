/** A case that was created: what is known of it, and watching it until it is complete. */
import { element } from "../ui/element.js";
import { optionsOf, t } from "../ui/language.js";
import { readAgain } from "./relay.js";

/** The first pause before it is asked for again; each next one half as long again, up to the longest. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;

/** After so many questions nobody is waiting any more. */
const MOST_QUESTIONS = 60;

/** A value of a documented set in words; any other as it came. */
const words = (kind, value) => t(`${kind}_${value}`) ?? value;

/** How far the case has come, as one sentence. */
export function progress({ is_complete: isComplete, failed, outcome }) {
  if (failed) return t("case_failed");
  if (!isComplete) return t("case_open");
  return outcome ? t("case_complete_with", { outcome: words("outcome", outcome) }) : t("case_complete");
}

/** What is known of the case, as lines of a list of terms. */
export function caseLines(found) {
  const labels = new Map(optionsOf("checks[].check_type").map(({ value, label }) => [value, label]));
  const line = (term, state, said) =>
    element(
      "div",
      {},
      element("dt", {}, term),
      element("dd", {}, element("span", { class: "case-state", "data-state": state }, said)),
    );
  const { is_complete: isComplete, failed, checks } = found;
  const whole = failed ? "ERROR" : isComplete ? (found.outcome ?? "DECIDED") : "PENDING";
  const each = (Array.isArray(checks) ? checks : []).map((check) => {
    const said = [check.status && words("status", check.status), check.outcome && words("outcome", check.outcome)];
    const named = labels.get(check.check_type) ?? check.check_type ?? t("check_unnamed");
    return line(named, check.outcome ?? check.status, said.filter(Boolean).join(": "));
  });
  return [line(t("case_state"), whole, progress(found)), ...each];
}

/**
 * Asks for the case until it is complete.
 * @param {{ onChange: (found) => void, signal: AbortSignal }} told
 * @returns whether it is complete; false when it was given up
 */
export async function watchCase({ id }, { onChange, signal }) {
  let pause = FIRST_PAUSE;
  for (let question = 0; question < MOST_QUESTIONS; question += 1) {
    await new Promise((wake) => setTimeout(wake, pause));
    pause = Math.min(pause * 1.5, LONGEST_PAUSE);
    if (signal.aborted) return false;
    const found = await readAgain(id);
    if (signal.aborted) return false;
    if (!found) continue;
    onChange(found);
    if (found.is_complete || found.failed) return true;
  }
  return false;
}
