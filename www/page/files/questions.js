/** Asks which fields the columns of a table are for whose headings are not names of fields. */
import { fieldLabel, fields } from "../../pkg/index.js";
import { byId, element } from "../ui/element.js";
import { catalogue, t } from "../ui/language.js";

/** The value of the choice to leave a column out. An empty one means that nothing is chosen yet. */
const LEAVE_OUT = "-";

const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Whether a heading is the name of a field that only another revision of the API documents. */
export const isOfOtherRevision = (heading) => fields.some(({ path }) => path === heading);

/** The only field whose name, key or label a heading has; undefined if there is none, or more than one. */
function guess(heading, names) {
  if (isOfOtherRevision(heading)) return undefined;
  const spellings = (name) => [name, name.split(".").at(-1), fieldLabel(name, catalogue())];
  const found = names.filter((name) => spellings(name).some((spelling) => plain(spelling) === plain(heading)));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Shows the questions.
 * @param headings those to ask about; `names`: those of the fields; `map`: the fields that were chosen before, by their headings; an
 *   empty one leaves the column out
 * @param handlers onChoice(map): the user has chosen something; onAnswer(): the user wants the file to be checked
 */
export function showQuestions({ headings, names, map }, { onChoice, onAnswer }) {
  const options = [
    ["", t("choose")],
    [LEAVE_OUT, t("file_leave_out")],
    ...names.map((name) => [name, `${fieldLabel(name, catalogue())} (${name})`]),
  ];
  const questions = headings.map((heading, index) => {
    const id = `file-question-${index}`;
    const made = options.map(([value, label]) => element("option", { value }, label));
    const select = element("select", { id, required: true }, ...made);
    const chosen = Object.hasOwn(map, heading) ? map[heading] || LEAVE_OUT : guess(heading, names);
    select.value = chosen ?? "";
    return element("div", { class: "file-question" }, element("label", { for: id }, heading), select);
  });
  const form = element(
    "form",
    { class: "file-form" },
    element("fieldset", {}, element("legend", {}, t("file_questions")), ...questions),
    element("button", { class: "button" }, t("file_answer")),
  );
  const choose = () => {
    const chosen = [...form.querySelectorAll("select")].map(({ value }, index) => [headings[index], value]);
    const made = chosen.filter(([, value]) => value !== "");
    onChoice(Object.fromEntries(made.map(([heading, value]) => [heading, value === LEAVE_OUT ? "" : value])));
  };
  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose();
    onAnswer();
  });
  byId("file-questions").replaceChildren(form);
}
