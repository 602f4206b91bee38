/** The side of the page with the request as text: the editor, what the checker says of it, the payload and the options. */

import { format } from "../formats/json-layout.js";
import { follow } from "../formats/positions.js";
import { byId } from "../ui/element.js";
import { currentLanguage, onLanguage, t } from "../ui/language.js";
import { announce, confirm } from "../ui/status.js";
import { Checker } from "./checker.js";
import { showFailure } from "./checker-failure.js";
import { Editor } from "./editor.js";
import { IssueList, sentence, tally } from "./issue-list.js";
import { PayloadView } from "./payload-view.js";

const OPTIONS = ["unknownFields", "defaults"];

/** The options that are chosen. */
export function readOptions() {
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
  return Object.fromEntries(OPTIONS.map((name) => [name, chosen(name)]));
}

/** Chooses options that were kept. */
export function chooseOptions(kept) {
  for (const name of OPTIONS) {
    const radio = document.querySelector(`input[name="${name}"][value="${CSS.escape(kept?.[name] ?? "")}"]`);
    if (radio) radio.checked = true;
  }
  showOptionHints();
}

function showOptionHints() {
  const options = readOptions();
  for (const name of OPTIONS) byId(`${name}-hint`).textContent = t(`${name}_${options[name]}_hint`);
}

export class RequestSide {
  #newest;
  #checkedText = "";
  #failure;
  #caret = { line: 1, column: 1 };
  #issues;
  #payload = new PayloadView();
  #checker;

  /** @param told onTyped(): the person has changed the text; onOptions(options): they have chosen others */
  constructor({ onTyped, onOptions }) {
    this.editor = new Editor({
      onInput: (text) => {
        this.check(text);
        onTyped();
      },
      onCaret: (place) => {
        this.#caret = place;
        this.#showCaret();
      },
    });
    this.#issues = new IssueList({
      onSelect: (issue) => this.#select(issue),
      onMore: (from) => this.#checker.more(from),
    });
    this.#checker = new Checker({
      onChecked: (answer, text) => this.#show(answer, text),
      onMore: (from, more) => this.#issues.append(from, more),
      onFailure: (message) => this.#fail(message),
    });
    byId("format").addEventListener("click", ({ currentTarget }) => this.#format(currentTarget));
    document.querySelector(".options").addEventListener("change", () => {
      showOptionHints();
      onOptions(readOptions());
      this.check(this.editor.text);
    });
    addEventListener("keydown", (event) => this.#goToIssue(event));
    onLanguage(() => {
      showOptionHints();
      if (this.#failure) showFailure(...this.#failure);
      this.check(this.editor.text);
    });
  }

  /** Has a text checked; what is shown is marked as out of date until the answer is there. */
  check(text) {
    byId("verdict").classList.add("stale");
    this.#checker.check(text, readOptions(), currentLanguage());
  }

  #show(answer, text) {
    this.#newest = answer;
    this.#checkedText = text;
    this.#failure = undefined;
    byId("failure").hidden = true;
    this.editor.setMarks(answer.marks);
    this.#issues.show(answer);
    this.#payload.show(answer, readOptions());
    const counted = tally(answer);
    const verdict = byId("verdict");
    const isWrong = answer.errors > 0 && !answer.incomplete;
    verdict.dataset.state = isWrong
      ? "errors"
      : answer.incomplete
        ? "incomplete"
        : answer.warnings
          ? "warnings"
          : "valid";
    verdict.textContent = isWrong
      ? counted
      : answer.incomplete
        ? t("verdict_incomplete")
        : t(counted ? "verdict_valid_with" : "verdict_valid", { tally: counted });
    verdict.classList.remove("stale");
    const said = verdict.textContent;
    announce(answer.errors > 0 ? `${said}.` : t("payload_ready", { verdict: said }));
    this.#showCaret();
  }

  #fail(message) {
    this.#failure = [message, this.#newest !== undefined];
    showFailure(...this.#failure);
    this.#newest = undefined;
    this.#issues.clear();
    this.editor.setMarks(new Uint32Array(0));
    this.#payload.show({ body: undefined, bytes: 0, defaulted: [] }, readOptions());
    this.#showCaret();
    const verdict = byId("verdict");
    verdict.dataset.state = "failed";
    verdict.textContent = t("verdict_failed");
    verdict.classList.remove("stale");
  }

  /** Goes to an issue's place, also when the text has moved on since it was checked. */
  #select(issue) {
    const { editor } = this;
    editor.select(issue.range ? follow(issue.range, this.#checkedText, editor.text) : { start: 0, end: 0 });
  }

  /** The caret's place, and beside it what is wrong in its line. */
  #showCaret() {
    byId("caret-place").textContent = t("place", this.#caret);
    const here = this.#newest?.issues.find((issue) => issue.span?.line === this.#caret.line);
    const shown = byId("caret-issue");
    shown.replaceChildren(...(here ? sentence(here) : []));
    shown.className = here?.severity ?? "";
  }

  #format(button) {
    const { editor } = this;
    const noJson = this.#newest?.issues.some(({ code }) => code === "invalid_json" || code === "too_large");
    if (noJson || editor.text !== this.#checkedText) {
      confirm(t("not_json_yet"));
      byId("caret-issue").textContent = t("not_json_yet");
      byId("caret-issue").className = "warning";
      return;
    }
    const undoable = editor.replace(format(editor.text));
    confirm(undoable ? `${t("was_formatted")} ${t("can_undo")}` : t("was_formatted"));
    button.focus({ preventScroll: true });
  }

  #goToIssue(event) {
    if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (byId("panel-json").hidden || byId("review").open) return;
    event.preventDefault();
    if (!this.editor.selectNeighbour(!event.shiftKey)) confirm(t("no_issue"));
  }
}
