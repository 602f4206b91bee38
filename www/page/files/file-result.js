/** The result of checking a file: the verdict, the downloads and the first errors. */
import { byId, element, withCode } from "../ui/element.js";
import { t } from "../ui/language.js";
import { makeTable } from "../ui/table.js";

/** The addresses of the files to download. They are kept until the next result. */
let addresses = [];

/** Shows a file that was checked. @returns the verdict as a text */
export function showChecked(name, result) {
  const { total, invalid, warned, errors, shown } = result;
  const state = invalid > 0 ? "errors" : warned > 0 ? "warnings" : "valid";
  const left = errors - shown.length;
  const sentences = [
    warned > 0 && t("file_warned", { count: warned }),
    invalid > 0 && invalid < total && t("file_left_out", { count: invalid }),
  ];
  show(name, total === 0 ? "failed" : state, verdictOf(result), sentences.filter(Boolean).join(" "));
  byId("file-downloads").append(
    ...download("cases.ndjson", result.cases, t("file_cases", { count: total - invalid })),
    ...download("issues.ndjson", result.issues, t("file_issues")),
  );
  byId("file-errors").replaceChildren(...(shown.length > 0 ? [errorTable(shown)] : []));
  byId("file-more").hidden = left === 0;
  byId("file-more").textContent = t("file_more", { count: left });
  return verdictOf(result);
}

/** Shows why a file was not checked. @returns the same as a text */
export function showUnchecked(name, sentence, said) {
  show(name, "failed", t("file_unchecked"), sentence);
  if (said !== undefined) byId("file-text").append(` ${t("failed_said")} `, element("q", {}, said));
  byId("file-errors").replaceChildren();
  byId("file-more").hidden = true;
  return `${t("file_unchecked")}. ${byId("file-text").textContent}`;
}

/** Removes the result, and with it the files to download. */
export function forgetResult() {
  for (const address of addresses) URL.revokeObjectURL(address);
  addresses = [];
  byId("file-downloads").replaceChildren();
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

function errorTable(errors) {
  const columns = [t("file_line"), t("file_column"), t("column_field"), t("error")];
  const rows = errors.map(({ line, column, name, label, message }) => [
    [String(line)],
    [column === undefined ? "" : String(column)],
    name === "" ? [t("whole_request")] : [label, element("code", {}, name)],
    [message],
  ]);
  return makeTable("file-verdict", columns, rows);
}
