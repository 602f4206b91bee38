/** The list of issues: the first ones at once, the rest when asked for; each leads to its place in the text. */
import { byId, element } from "../ui/element.js";
import { t } from "../ui/language.js";
import { confirm } from "../ui/status.js";

/** "2 errors, 1 warning", or "" when there is nothing to count. */
export function tally({ errors, warnings }) {
  return [errors > 0 && t("errors", { count: errors }), warnings > 0 && t("warnings", { count: warnings })]
    .filter(Boolean)
    .join(", ");
}

/** Stands for the name in a line until it is replaced by an element. */
const MARK = "\u0000";

/** An issue as one line: the name of the field, then the message. */
export function sentence({ name, message }) {
  if (name === "") return [t("issue_line", { label: t("whole_request"), message })];
  const [before, after] = t("issue_line", { label: MARK, message }).split(MARK);
  return [before, element("code", {}, name), after];
}

export class IssueList {
  #list = byId("issues");
  #more = byId("issues-more");
  #total = 0;
  #shown = "";
  #select;

  /** @param handlers onSelect(issue): a person chose it; onMore(from): the issues from that index on are wanted */
  constructor({ onSelect, onMore }) {
    this.#select = onSelect;
    this.#more.addEventListener("click", () => onMore(this.#list.childElementCount));
  }

  /** Shows the answer of a check. */
  show(answer) {
    this.#total = answer.total;
    const omitted = byId("issues-omitted");
    omitted.hidden = answer.omitted === 0;
    omitted.textContent = t("further_issues", { count: answer.omitted });
    const empty = byId("issues-empty");
    empty.hidden = answer.total > 0;
    empty.textContent = t("nothing_to_report");
    // Equal issues stay in place, so that a focus or a hover on one of them does too.
    const shown = JSON.stringify([document.documentElement.lang, answer.issues]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#list.replaceChildren(...answer.issues.map((issue) => this.#item(issue)));
    } else {
      while (this.#list.childElementCount > answer.issues.length) this.#list.lastElementChild.remove();
    }
    this.#offerMore();
  }

  /** Shows nothing, and does not claim that there is nothing: the text was not checked. */
  clear() {
    this.#total = 0;
    this.#shown = "";
    this.#list.replaceChildren();
    byId("issues-empty").hidden = true;
    byId("issues-omitted").hidden = true;
    this.#offerMore();
  }

  /** Appends issues that were asked for. */
  append(from, issues) {
    if (from !== this.#list.childElementCount) return;
    this.#list.append(...issues.map((issue) => this.#item(issue)));
    this.#offerMore();
    confirm(t("showing", { count: this.#list.childElementCount, total: this.#total }));
    // The button is gone with the last issue; the focus goes to the first one it brought.
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
