/** Wires the page together: text and options go to the checker; its answers to the list, the payload and the marks. */
import { Checker } from "./checker.js";
import { forgetDraft, keeping, readDraft, storageWorks, writeDraft } from "./draft.js";
import { Editor } from "./editor.js";
import { byId, element } from "./element.js";
import { EXAMPLES, FIRST_TEXT } from "./examples.js";
import { drawFields } from "./fields-table.js";
import { IssueList, sentence, tally } from "./issue-list.js";
import { format } from "./json-layout.js";
import { PayloadView } from "./payload-view.js";
import { follow } from "./positions.js";
import { announce, confirm } from "./status.js";
import { startThemes } from "./themes.js";

const HINTS = {
  unknownFields: {
    reject: "A field that is not documented is an error: the server would drop it in silence.",
    strip: "Fields that are not documented are left out of the payload.",
    keep: "Fields that are not documented are sent as given, after the documented ones.",
  },
  defaults: {
    explicit: "Values with a default are written into the payload.",
    omit: "A value equal to its default is left out of the payload.",
  },
};

/** How long typing rests before the draft is kept. */
const DRAFT_PAUSE = 400;

let newest;
let checkedText = "";

const issues = new IssueList({
  onSelect: selectIssue,
  onMore: (from) => checker.more(from),
});
const payload = new PayloadView();
const editor = new Editor({ onInput: textChanged, onCaret: showCaret });
const checker = new Checker({
  onFields(fields) {
    payload.setFields(fields);
    drawFields(byId("fields"), fields);
  },
  onChecked: showAnswer,
  onMore: (from, more) => issues.append(from, more),
  onFailure: showFailure,
});

function readOptions() {
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
  return { unknownFields: chosen("unknownFields"), defaults: chosen("defaults") };
}

function textChanged(text) {
  byId("verdict").classList.add("stale");
  checker.check(text, readOptions());
  keepSoon();
}

function showAnswer(answer, text) {
  newest = answer;
  checkedText = text;
  byId("failure").hidden = true;
  editor.setMarks(answer.marks);
  issues.show(answer);
  payload.show(answer, readOptions());
  const counted = tally(answer);
  const verdict = byId("verdict");
  verdict.dataset.state = answer.errors > 0 ? "errors" : answer.warnings > 0 ? "warnings" : "valid";
  verdict.textContent = answer.errors > 0 ? counted : counted ? `Valid, ${counted}` : "Valid";
  verdict.classList.remove("stale");
  byId("to-issues").textContent = counted || "Issues";
  announce(answer.errors > 0 ? `${counted}.` : `Valid${counted && `, ${counted}`}. The payload is ready.`);
  showCaretIssue();
}

/** Goes to an issue's place, also when the text has moved on since it was checked. */
function selectIssue(issue) {
  editor.select(issue.range ? follow(issue.range, checkedText, editor.text) : { start: 0, end: 0 });
}

let caret = { line: 1, column: 1 };

function showCaret(place) {
  caret = place;
  byId("caret-place").textContent = `Line ${place.line}, column ${place.column}`;
  showCaretIssue();
}

/** Beside the caret's place, what is wrong in its line. */
function showCaretIssue() {
  const here = newest?.issues.find((issue) => issue.span?.line === caret.line);
  const shown = byId("caret-issue");
  shown.replaceChildren(...(here ? sentence(here) : []));
  shown.className = here?.severity ?? "";
}

function showFailure(message) {
  const wasWorking = newest !== undefined;
  newest = undefined;
  issues.clear();
  editor.setMarks(new Uint32Array(0));
  payload.show({ body: undefined, bytes: 0, defaulted: [] }, readOptions());
  showCaretIssue();
  const verdict = byId("verdict");
  verdict.dataset.state = "failed";
  verdict.textContent = "Not checked";
  verdict.classList.remove("stale");
  const failure = byId("failure");
  failure.hidden = false;
  failure.replaceChildren(
    ...(wasWorking
      ? [
          element("strong", {}, "The checker failed on this text, so it is not checked."),
          " The next change tries again.",
        ]
      : [
          element("strong", {}, "The checker could not start, so nothing here is checked."),
          " It needs WebAssembly. Where a Content-Security-Policy is set, its ",
          element("code", {}, "script-src"),
          " must allow ",
          element("code", {}, "'wasm-unsafe-eval'"),
          "; some browsers switch WebAssembly off in a strict mode.",
        ]),
    " What it said: ",
    element("q", {}, message),
  );
}

// --- the draft

let draftTimer;

function keepSoon() {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(keepNow, DRAFT_PAUSE);
}

function keepNow() {
  clearTimeout(draftTimer);
  draftTimer = undefined;
  if (!byId("keep").checked) return;
  showKeeping(writeDraft({ text: editor.text, ...readOptions() }));
}

function showKeeping(state) {
  byId("keep-hint").textContent = {
    kept: "Kept on this device only, readable by whoever uses this browser. Reset forgets it.",
    off: "Nothing is kept: the text is gone when you leave.",
    full: "This text is too long for this browser to keep. It is gone when you leave.",
    forbidden: "This browser does not let the page keep anything. The text is gone when you leave.",
  }[state];
}

byId("keep").addEventListener("change", ({ target }) => {
  keeping.write(target.checked);
  if (target.checked) return keepNow();
  forgetDraft();
  showKeeping("off");
});

addEventListener("pagehide", () => {
  if (draftTimer !== undefined) keepNow();
});

// --- tools

for (const [index, { name }] of EXAMPLES.entries()) byId("example").append(element("option", { value: index }, name));

byId("example").addEventListener("change", ({ target }) => {
  const example = EXAMPLES[Number(target.value)];
  if (target.value === "" || !example) return;
  // The picker keeps the focus, so that the arrow keys can try one example after the other.
  replaceText(example.text(), `Example: ${example.name}.`);
  target.focus({ preventScroll: true });
});

byId("format").addEventListener("click", ({ currentTarget }) => {
  const noJson = newest?.issues.some((issue) => issue.code === "invalid_json" || issue.code === "too_large");
  if (noJson || editor.text !== checkedText) {
    confirm("This cannot be formatted: it is not JSON yet.");
    byId("caret-issue").textContent = "This cannot be formatted: it is not JSON yet.";
    byId("caret-issue").className = "warning";
    return;
  }
  replaceText(format(editor.text), "Formatted. Only white space has changed.");
  currentTarget.focus({ preventScroll: true });
});

byId("reset").addEventListener("click", ({ currentTarget }) => {
  document.querySelector('input[name="unknownFields"][value="reject"]').checked = true;
  document.querySelector('input[name="defaults"][value="explicit"]').checked = true;
  byId("example").value = "";
  showOptionHints();
  replaceText(FIRST_TEXT, "Reset to the first example.");
  clearTimeout(draftTimer);
  draftTimer = undefined;
  forgetDraft();
  currentTarget.focus({ preventScroll: true });
});

function replaceText(text, message) {
  const undoable = editor.replace(text);
  confirm(undoable ? `${message} Undo brings the old text back.` : message);
}

function showOptionHints() {
  const options = readOptions();
  for (const name of Object.keys(HINTS)) byId(`${name}-hint`).textContent = HINTS[name][options[name]];
}

document.querySelector(".options").addEventListener("change", () => {
  showOptionHints();
  textChanged(editor.text);
});

addEventListener("keydown", (event) => {
  if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  if (!editor.selectNeighbour(!event.shiftKey)) confirm("There is no issue to go to.");
});

// --- start

startThemes();
const draft = readDraft();
byId("keep").checked = keeping.read();
for (const name of Object.keys(HINTS)) {
  const kept = document.querySelector(`input[name="${name}"][value="${CSS.escape(draft?.[name] ?? "")}"]`);
  if (kept) kept.checked = true;
}
showOptionHints();
showKeeping(!storageWorks() ? "forbidden" : keeping.read() ? "kept" : "off");
editor.start(draft?.text ?? FIRST_TEXT);
checker.check(editor.text, readOptions());
