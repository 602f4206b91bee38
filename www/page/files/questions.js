/** Asks which fields the columns of a table are for whose headings are not names of fields. */
import { fieldLabel } from "../../pkg/index.js";
import { byId, element } from "../ui/element.js";
import { catalogue, t } from "../ui/language.js";

/** The value of the choice to leave a column out. An empty one means that nothing is chosen yet. */
const LEAVE_OUT = "-";

const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The only field whose name, key or label a heading has; undefined if there is none, or more than one. */
function guess(heading, names) {
  const spellings = (name) => [name, name.split(".").at(-1), fieldLabel(name, catalogue())];
  const found = names.filter((name) => spellings(name).some((spelling) => plain(spelling) === plain(heading)));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Shows the questions.
 * @param headings those that are no names, and `names` of fields
 * @param map the fields that were chosen before, by their headings; an empty one leaves the column out
 * @param onAnswer called with all choices
 */
export function showQuestions({ headings, names, map }, onAnswer) {
  const options = [
    ["", t("choose")],
    [LEAVE_OUT, t("file_leave_out")],
    ...names.map((name) => [name, `${fieldLabel(name, catalogue())} (${name})`]),
  ];
  const questions = headings.map((heading, index) => {
    const id = `file-question-${index}`;
    const made = options.map(([value, label]) => element("option", { value }, label));
    const select = element("select", { id, required: true }, ...made);
    const before = map[heading] === "" ? LEAVE_OUT : map[heading];
    select.value = before ?? guess(heading, names) ?? "";
    return element("div", { class: "file-question" }, element("label", { for: id }, heading), select);
  });
  const form = element(
    "form",
    { class: "file-form" },
    element("fieldset", {}, element("legend", {}, t("file_questions")), ...questions),
    element("button", { class: "button" }, t("file_answer")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.querySelectorAll("select")].map(({ value }) => (value === LEAVE_OUT ? "" : value));
    onAnswer(Object.fromEntries(headings.map((heading, index) => [heading, chosen[index]])));
  });
  byId("file-questions").replaceChildren(form);
}
