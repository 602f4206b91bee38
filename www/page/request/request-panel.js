/** The request as text: the editor, the issues, the payload and the options. */

import { format } from "../formats/json-layout.js";
import { follow } from "../formats/positions.js";
import { isDeveloperView } from "../ui/developer-view.js";
import { byId } from "../ui/element.js";
import { currentLanguage, onLanguage, t } from "../ui/language.js";
import { confirm } from "../ui/status.js";
import { Checker } from "./checker.js";
import { showFailure } from "./checker-failure.js";
import { Editor } from "./editor.js";
import { IssueList, sentence } from "./issue-list.js";
import { PayloadView } from "./payload-view.js";
import { showVerdict } from "./verdict.js";

/** The options whose choices have hints of their own. */
const WITH_HINTS = ["unknownFields", "defaults"];
const OPTIONS = ["revision", ...WITH_HINTS];

let optionsPart;

/** The chosen options. */
export function readOptions() {
  // In their own part of the page: with hundreds of rows, looking through all of it takes longer than a key press should.
  optionsPart ??= document.querySelector(".options");
  const chosen = (name) => optionsPart.querySelector(`input[name="${name}"]:checked`).value;
  return Object.fromEntries(OPTIONS.map((name) => [name, chosen(name)]));
}

/** Chooses the options of a draft. */
export function chooseOptions(kept) {
  for (const name of OPTIONS) {
    const radio = document.querySelector(`input[name="${name}"][value="${CSS.escape(kept?.[name] ?? "")}"]`);
    if (radio) radio.checked = true;
  }
  showOptionHints();
}

/**
 * Chooses the revision that the relay accepts. Only that one and earlier ones are offered.
 * @returns whether another one was chosen before
 */
export function chooseRevision(latest) {
  const radios = [...byId("revision").querySelectorAll("input")];
  const known = radios.findIndex(({ value }) => value === latest);
  radios.forEach((radio, index) => {
    radio.disabled = index > Math.max(known, 0);
  });
  byId("revision").hidden = known <= 0;
  const { revision } = readOptions();
  radios[Math.max(known, 0)].checked = true;
  return revision !== readOptions().revision;
}

function showOptionHints() {
  const options = readOptions();
  for (const name of WITH_HINTS) byId(`${name}-hint`).textContent = t(`${name}_${options[name]}_hint`);
}

export class RequestPanel {
  #newest;
  /** The request that the API has rejected, while it is the one that is shown. */
  #rejected;
  #checkedText = "";
  #failure;
  #caret = { line: 1, column: 1 };
  #issues;
  #payload = new PayloadView();
  #onOptions;
  #checker;

  /** @param handlers onTyped(): the user has changed the text; onOptions(options): the user has chosen other options */
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
      onChecked: (result, text) => this.#show(result, text),
      onMore: (from, more) => this.#issues.append(from, more),
      onFailure: (message) => this.#fail(message),
    });
    byId("format").addEventListener("click", ({ currentTarget }) => this.#format(currentTarget));
    this.#onOptions = onOptions;
    document.querySelector(".options").addEventListener("change", () => this.optionsChanged());
    addEventListener("keydown", (event) => this.#goToIssue(event));
    onLanguage(() => {
      showOptionHints();
      if (this.#failure) showFailure(...this.#failure);
      this.check(this.editor.text);
    });
  }

  /** Applies the options that are chosen now. */
  optionsChanged() {
    showOptionHints();
    this.#onOptions(readOptions());
    this.check(this.editor.text);
  }

  /** Shows the verdict on the newest text. */
  showVerdict() {
    showVerdict(this.#newest, this.#rejected !== undefined);
  }

  /**
   * The API has rejected the request: it is not called valid until it is changed.
   * @param body that of the rejected request; undefined if it is the one that is shown
   */
  reject(body) {
    this.#rejected = { body: body ?? this.#newest?.body };
    if (this.#newest) this.#show(this.#newest, this.#checkedText);
  }

  /** Validates a text. The issues that are shown are marked as outdated until the result is there. */
  check(text) {
    byId("verdict").classList.add("stale");
    this.#checker.check(text, readOptions(), currentLanguage());
  }

  #show(result, text) {
    this.#newest = result;
    this.#checkedText = text;
    this.#failure = undefined;
    byId("failure").hidden = true;
    this.editor.setHighlights(result.highlights);
    this.#issues.show(result);
    this.#payload.show(result, readOptions());
    if (this.#rejected) this.#rejected.body ??= result.body;
    if (result.body === undefined || this.#rejected?.body !== result.body) this.#rejected = undefined;
    if (this.#rejected) byId("issues-empty").hidden = true;
    this.showVerdict();
    this.#showCaret();
  }

  #fail(message) {
    this.#failure = [message, this.#newest !== undefined];
    showFailure(...this.#failure);
    this.#newest = undefined;
    this.#issues.clear();
    this.editor.setHighlights(new Uint32Array(0));
    this.#payload.show({ body: undefined, bytes: 0, defaulted: [] }, readOptions());
    this.#showCaret();
    this.showVerdict();
  }

  /** Selects the position of an issue, even if the text has changed since it was validated. */
  #select(issue) {
    const { editor } = this;
    editor.select(issue.range ? follow(issue.range, this.#checkedText, editor.text) : { start: 0, end: 0 });
  }

  /** Shows the position of the caret and the issue in its line. */
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
    if (!isDeveloperView() || byId("panel-json").hidden || byId("review").open) return;
    event.preventDefault();
    if (!this.editor.selectNeighbour(!event.shiftKey)) confirm(t("no_issue"));
  }
}
