/** The result of checking a file: the verdict, the downloads and the first errors. */
import { byId, element, withCode } from "../ui/element.js";
import { t } from "../ui/language.js";
import { makeTable } from "../ui/table.js";

/** The addresses of the files to download. They are kept until the next result. */
let addresses = [];

/** Shows a file that was checked. @param result that of `file-worker.js` @returns the verdict as a text */
export function showChecked(name, result) {
  const { total, invalid, warned, errors, shown, unit, leftOut } = result;
  const state = invalid > 0 ? "errors" : warned > 0 ? "warnings" : "valid";
  const left = errors - shown.length;
  const sentences = [
    warned > 0 && t("file_warned", { count: warned }),
    invalid > 0 && invalid < total && t("file_left_out", { count: invalid }),
    leftOut.length > 0 && t("file_columns_left_out", { names: leftOut.join(", ") }),
  ];
  show(name, total === 0 ? "failed" : state, verdictOf(result), sentences.filter(Boolean).join(" "));
  byId("file-downloads").append(
    ...download("cases.ndjson", result.cases, t("file_cases", { count: total - invalid })),
    ...download("issues.ndjson", result.issues, t("file_issues")),
  );
  if (shown.length > 0) byId("file-errors").append(errorTable(shown, t(unit)));
  byId("file-more").hidden = left === 0;
  byId("file-more").textContent = t("file_more", { count: left });
  return verdictOf(result);
}

/** Shows why a file was not checked. @returns the same as a text */
export function showUnchecked(name, sentence, said) {
  show(name, "failed", t("file_unchecked"), sentence);
  if (said !== undefined) byId("file-text").append(` ${t("failed_said")} `, element("q", { lang: "en" }, said));
  return `${t("file_unchecked")}. ${byId("file-text").textContent}`;
}

/** Removes the result, and with it the files to download. */
export function forgetResult() {
  for (const address of addresses) URL.revokeObjectURL(address);
  addresses = [];
  for (const part of ["file-downloads", "file-questions", "file-errors"]) byId(part).replaceChildren();
  byId("file-more").hidden = true;
}

function verdictOf({ total, invalid }) {
  if (total === 0) return t("file_empty");
  return invalid === 0 ? t("file_valid", { count: total }) : t("file_invalid", { count: invalid, total });
}

function show(name, state, verdict, sentence) {
  forgetResult();
  byId("file-result").dataset.state = state;
  byId("file-verdict").textContent = verdict;
  byId("file-name").textContent = name;
  byId("file-text").replaceChildren(...withCode(sentence));
}

/** A link that downloads a file; none if the file is empty. */
function download(name, file, label) {
  if (file.size === 0) return [];
  const address = URL.createObjectURL(file);
  addresses.push(address);
  return [element("a", { class: "button", href: address, download: name }, label)];
}

/** @param unit the heading for the numbers: of lines, or of rows */
function errorTable(errors, unit) {
  const columns = [unit, t("file_column"), t("column_field"), t("error")];
  const rows = errors.map(({ number, column = "", name, label, message }) => [
    [String(number)],
    [String(column)],
    // A heading is the name already.
    name === "" ? [t("whole_request")] : [label, column === name ? "" : element("code", {}, name)],
    [message],
  ]);
  return makeTable("file-verdict", columns, rows);
}
