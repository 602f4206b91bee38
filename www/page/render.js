/** Writes what depends on the language only. The build does this in English, so that the HTML can be read without scripts. */
import { fields, REVISIONS } from "../pkg/index.js";
import { drawFields } from "./form/fields-table.js";
import { buildRetention } from "./form/retention.js";
import { EXAMPLES } from "./request/examples.js";
import { byId, element } from "./ui/element.js";
import { currentLanguage, exampleName, optionsOf, t, translate, writeLanguages } from "./ui/language.js";

/** Builds the parts of the page that every language has. */
export function buildParts() {
  buildRetention(byId("case-form"));
  byId("revision")
    .querySelector(".segments")
    .append(...REVISIONS.map(revisionChoice));
  writeLanguages(byId("language"));
}

/** The radio button of a revision, whose name is that of the option in code and on the command line. */
const revisionChoice = (revision) =>
  element(
    "label",
    {},
    element("input", { type: "radio", name: "revision", value: revision, checked: revision === REVISIONS[0] }),
    element("span", {}, revision),
  );

/** Writes texts, options and the table of fields. @param formText returns the texts of the form; they are kept without it */
export function renderPage(formText) {
  document.title = `${t("title")} · sphinx-case`;
  document.documentElement.dataset.rendered = currentLanguage();
  writeOptions();
  translate(document, formText);
  drawFields(byId("fields"), fields);
}

function writeOptions() {
  writeSelect(byId("example"), [
    ["", t("choose")],
    ...EXAMPLES.map(({ key }, index) => [String(index), exampleName(key)]),
  ]);
  for (const select of document.querySelectorAll("select[data-options]")) {
    const options = optionsOf(select.dataset.options).map(({ value, label }) => [value, label]);
    writeSelect(select, [["", t("not_stated")], ...options]);
  }
}

/** Writes the options of a select. Its value is kept, even if it is none of them. */
function writeSelect(select, options) {
  const { value } = select;
  const isOther = value && !options.some(([one]) => one === value);
  const all = isOther ? [...options, [value, value]] : options;
  select.replaceChildren(...all.map(([one, label]) => element("option", { value: one }, label)));
  if (value) select.value = value;
}
