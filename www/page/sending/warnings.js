/** The warnings of a request in its review, and the boxes that confirm the dangerous ones. */
import { byId, element } from "../ui/element.js";
import { t } from "../ui/language.js";
import { issueLabel } from "./labels.js";

/**
 * The codes of the warnings that must be confirmed before the case is created, because they are about an effect that
 * cannot be undone. The text of the box is `confirm_CODE`.
 */
const DANGEROUS = new Set(["customer_overwrite", "nothing_to_start"]);

/** Shows the warnings. @param canCreate whether the case can be created here: otherwise nothing has to be confirmed */
export function showWarnings(warnings, formText, canCreate) {
  byId("review-warnings").hidden = warnings.length === 0;
  byId("review-warnings-heading").textContent = t("warnings", { count: warnings.length });
  byId("review-warnings-list").replaceChildren(
    ...warnings.map((issue, index) => {
      const label = issueLabel(issue, formText);
      const text = label ? formText("summary_item", { label, message: issue.message }) : issue.message;
      return element(
        "li",
        {},
        element("p", { id: `review-warning-${index}` }, text),
        ...(canCreate && DANGEROUS.has(issue.code) ? confirmation(issue.code, `review-warning-${index}`) : []),
      );
    }),
  );
}

/** The box that confirms a warning, and the place for the message when it is missing. */
function confirmation(code, warning) {
  const missing = element("p", { class: "case-error", id: `${warning}-missing`, hidden: true });
  const box = element("input", {
    type: "checkbox",
    "aria-describedby": warning,
    onchange: () => {
      if (box.checked) showMissing(box, false);
    },
  });
  return [missing, element("label", { class: "check" }, box, element("span", {}, t(`confirm_${code}`)))];
}

function showMissing(box, isMissing) {
  const missing = box.closest("li").querySelector(".case-error");
  missing.hidden = !isMissing;
  missing.textContent = isMissing ? t("confirm_missing") : "";
  const warning = missing.id.replace("-missing", "");
  box.setAttribute("aria-describedby", isMissing ? `${missing.id} ${warning}` : warning);
  if (isMissing) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}

/** Whether all dangerous warnings are confirmed. If not, it says so at their boxes, and the first one gets the focus. */
export function areWarningsConfirmed() {
  const missing = [...byId("review-warnings-list").querySelectorAll("input")].filter(({ checked }) => !checked);
  for (const box of missing) showMissing(box, true);
  missing[0]?.focus();
  return missing.length === 0;
}
