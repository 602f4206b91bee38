/** The list of issues: the first ones at once, more on demand. Each selects its position in the text. */
import { byId, element } from "../ui/element.js";
import { t } from "../ui/language.js";
import { confirm } from "../ui/status.js";

/** "2 errors, 1 warning", or "" if there are none. */
export function tally({ errors, warnings }) {
  return [errors > 0 && t("errors", { count: errors }), warnings > 0 && t("warnings", { count: warnings })]
    .filter(Boolean)
    .join(", ");
}

/** A placeholder for the name in a line, which is replaced by an element. */
const PLACEHOLDER = "\u0000";

/** An issue as one line: the name of the field, then the message. */
export function sentence({ name, message }) {
  if (name === "") return [t("issue_line", { label: t("whole_request"), message })];
  const [before, after] = t("issue_line", { label: PLACEHOLDER, message }).split(PLACEHOLDER);
  return [before, element("code", {}, name), after];
}

export class IssueList {
  #list = byId("issues");
  #more = byId("issues-more");
  #total = 0;
  #shown = "";
  #select;

  /** @param handlers onSelect(issue): the user has chosen it; onMore(from): the user wants the issues from an index on */
  constructor({ onSelect, onMore }) {
    this.#select = onSelect;
    this.#more.addEventListener("click", () => onMore(this.#list.childElementCount));
  }

  /** Shows the result of a validation. */
  show(result) {
    this.#total = result.total;
    const omitted = byId("issues-omitted");
    omitted.hidden = result.omitted === 0;
    omitted.textContent = t("further_issues", { count: result.omitted });
    const empty = byId("issues-empty");
    empty.hidden = result.total > 0;
    empty.textContent = t("nothing_to_report");
    // Equal issues keep their elements, and with them the focus.
    const shown = JSON.stringify([document.documentElement.lang, result.issues]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#list.replaceChildren(...result.issues.map((issue) => this.#item(issue)));
    } else {
      while (this.#list.childElementCount > result.issues.length) this.#list.lastElementChild.remove();
    }
    this.#offerMore();
  }

  /** Shows neither issues nor that there are none: the text was not validated. */
  clear() {
    this.#total = 0;
    this.#shown = "";
    this.#list.replaceChildren();
    byId("issues-empty").hidden = true;
    byId("issues-omitted").hidden = true;
    this.#offerMore();
  }

  /** Appends requested issues. */
  append(from, issues) {
    if (from !== this.#list.childElementCount) return;
    this.#list.append(...issues.map((issue) => this.#item(issue)));
    this.#offerMore();
    confirm(t("showing", { count: this.#list.childElementCount, total: this.#total }));
    // The button disappears with the last issue; then the first new issue gets the focus.
    if (this.#more.hidden) this.#list.children[from]?.firstElementChild?.focus();
  }

  #offerMore() {
    const left = this.#total - this.#list.childElementCount;
    this.#more.hidden = left <= 0;
    this.#more.textContent = t("show_more", { count: left });
  }

  #item(issue) {
    const { severity, code, span } = issue;
    return element(
      "li",
      { class: `issue ${severity}` },
      element(
        "button",
        { type: "button", onclick: () => this.#select(issue) },
        element("span", { class: "severity" }, t(severity)),
        " ",
        element("span", { class: "message" }, ...sentence(issue)),
        " ",
        element(
          "span",
          { class: "place" },
          element("span", {}, span ? t("place", span) : t("whole_text")),
          " ",
          element("span", { class: "code-name" }, code),
        ),
      ),
    );
  }
}
