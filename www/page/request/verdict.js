/** The verdict on the request: next to its JSON for developers, and next to the button of the form for everyone. */
import { isDeveloperView } from "../ui/developer-view.js";
import { byId } from "../ui/element.js";
import { t } from "../ui/language.js";
import { announce } from "../ui/status.js";
import { tally } from "./issue-list.js";

/** @param result undefined if the request could not be validated */
function stateOf(result, isRejected) {
  if (result === undefined) return "failed";
  if (result.errors > 0) return result.incomplete ? "incomplete" : "errors";
  if (isRejected) return "rejected";
  return result.warnings > 0 ? "warnings" : "valid";
}

/** The text next to the JSON. */
const VERDICTS = {
  failed: () => t("verdict_failed"),
  incomplete: () => t("verdict_incomplete"),
  errors: (counted) => counted,
  rejected: () => t("verdict_rejected"),
  warnings: (counted) => t("verdict_valid_with", { tally: counted }),
  valid: () => t("verdict_valid"),
};

/** The text next to the button: what is left to do. */
const PROGRESS = {
  failed: () => t("verdict_failed"),
  incomplete: (_, { errors }) => t("to_complete", { count: errors }),
  errors: (_, { errors }) => t("to_correct", { count: errors }),
  rejected: () => t("verdict_rejected"),
  warnings: (counted) => t("ready_with", { tally: counted }),
  valid: () => t("ready"),
};

/**
 * Shows and announces the verdict.
 * @param result that of the worker; undefined if the request could not be validated
 * @param isRejected whether the API has rejected exactly this request
 */
export function showVerdict(result, isRejected = false) {
  const state = stateOf(result, isRejected);
  const counted = result ? tally(result) : "";
  const verdict = VERDICTS[state](counted);
  const progress = PROGRESS[state](counted, result);
  for (const [id, text] of Object.entries({ verdict, progress })) {
    byId(id).dataset.state = state;
    byId(id).textContent = text;
  }
  byId("verdict").classList.remove("stale");
  byId("rejected").hidden = state !== "rejected";
  const isReady = state === "warnings" || state === "valid";
  if (state !== "failed")
    announce(
      isDeveloperView() && isReady ? t("payload_ready", { verdict }) : `${isDeveloperView() ? verdict : progress}.`,
    );
}
