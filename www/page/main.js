/** Wires the page together: the form on the one side, the request as text on the other, and what is kept of them. */
import { bindCaseForm } from "../pkg/dom.js";
import { fields } from "../pkg/index.js";
import { readDraft } from "./drafts/draft.js";
import { forget, keepSoon, showKeeping, startKeeping } from "./drafts/saving.js";
import { chooseSides, chosenSides, listenSides } from "./form/alternatives.js";
import { listenRows, showRows } from "./form/check-rows.js";
import { drawFields } from "./form/fields-table.js";
import { freeJsonMessages } from "./form/free-json.js";
import { buildRetention, listenRetention, retentionMessages, showRetention } from "./form/retention.js";
import { unsettled } from "./relay/open-request.js";
import { findRelay, hasRelay } from "./relay/relay.js";
import { startSandbox } from "./relay/sandbox-banner.js";
import { EXAMPLES } from "./request/examples.js";
import { JsonSide } from "./request/json-panel.js";
import { chooseOptions, RequestSide, readOptions } from "./request/request-panel.js";
import { showReview, showUnsettled, startReview } from "./sending/review.js";
import { byId, element } from "./ui/element.js";
import { catalogue, exampleName, onLanguage, optionsOf, startLanguage, t, word } from "./ui/language.js";
import { confirm } from "./ui/status.js";
import { startTabs } from "./ui/tabs.js";
import { startThemes } from "./ui/themes.js";

const root = byId("case-form");

/** A form without anything in it: a new customer, checks to be listed. */
const EMPTY = "{}";

let form;
let json;
/** What Undo brings back. */
let before;

startThemes();
buildRetention(root);
startLanguage(byId("language"));
const openTab = startTabs(document.querySelector('[role="tablist"]'));

const request = new RequestSide({
  onTyped() {
    json?.textChanged();
    if (form) keepSoon();
  },
  onOptions(options) {
    form?.configure(options);
    if (form) keepSoon();
  },
});
const kept = readDraft();
chooseOptions(kept);

try {
  startForm();
} catch (error) {
  // The checker's worker meets the same obstacle, and says so on the page. The text can still be edited.
  root.inert = true;
  request.editor.start(kept?.text ?? EMPTY);
  request.check(request.editor.text);
  console.info(error);
}

function startForm() {
  writeOptions();
  const { form: store, failure } = bindCaseForm(root, {
    ...readOptions(),
    language: catalogue(),
    messages: { ...retentionMessages, ...freeJsonMessages },
    submit: review,
  });
  if (failure) throw failure;
  form = store;
  json = new JsonSide(form, request.editor, {
    onText: (text) => request.check(text),
    onApart: showApart,
  });
  listenSides(form);
  listenRows(root, form);
  listenRetention(root, form);
  bringBack(kept ?? { form: undefined });
  wordForm();
  form.subscribe(follow);
  if (kept?.text === undefined) json.useForm();
  startReview();
}

/** The page follows the form. */
function follow() {
  showRows(root, form);
  showRetention(root, form);
  showStart();
  json.formChanged();
  // What is reviewed is forgotten, until the person goes back and changes it; with a relay, once it is created.
  if (hasRelay() || !byId("review").open) keepSoon();
}

/** "true" says what holds when nothing is said, and the button of the one stands for the other, too. */
function showStart() {
  if (form.field("auto_start").state.value !== "true") return;
  root.querySelector('input[name="auto_start"][value=""]').checked = true;
}

// --- what is kept, and brought back

function everything() {
  return {
    form: form.draft(),
    sides: chosenSides(),
    ...(json.apart && { text: request.editor.text }),
    ...readOptions(),
  };
}

function bringBack({ form: draft, sides, text }) {
  chooseSides(form, {});
  if (draft === undefined) form.reset(EMPTY);
  else form.restore(draft);
  chooseSides(form, sides ?? { "choose-customer": "customer", "choose-checks": "checks" });
  json.useForm();
  if (text !== undefined) json.load(text);
}

function offerUndo(from, message) {
  before = from;
  byId("undo-text").textContent = message;
  byId("undo-bar").hidden = false;
  confirm(message);
}

byId("undo").addEventListener("click", () => {
  bringBack(before);
  byId("undo-bar").hidden = true;
  byId("form-heading").focus();
  confirm(t("was_undone"));
});

// --- tools

byId("reset").addEventListener("click", () => {
  const from = everything();
  bringBack({});
  byId("example").value = "";
  forget();
  offerUndo(from, t("was_reset"));
});

byId("example").addEventListener("change", ({ target }) => {
  const example = EXAMPLES[Number(target.value)];
  if (target.value === "" || !example) return;
  const from = everything();
  json.load(example.text());
  offerUndo(from, t("was_loaded", { name: exampleName(example.key) }));
});

function writeOptions() {
  const picker = byId("example");
  const chosen = picker.value;
  const choose = element("option", { value: "" }, t("choose"));
  picker.replaceChildren(
    choose,
    ...EXAMPLES.map(({ key }, index) => element("option", { value: index }, exampleName(key))),
  );
  picker.value = chosen;
  for (const select of root.querySelectorAll("select[data-options]")) {
    const { value } = select;
    const options = optionsOf(select.dataset.options);
    select.replaceChildren(new Option(t("not_stated"), ""), ...options.map((one) => new Option(one.label, one.value)));
    if (value !== "" && !options.some((one) => one.value === value)) select.add(new Option(value, value));
    select.value = value;
  }
}

// --- form and text apart

function showApart(why) {
  byId("apart").hidden = why === undefined;
  root.classList.toggle("is-apart", why !== undefined);
  if (why) byId("apart-text").textContent = t(`apart_${why}`);
}

byId("apart-json").addEventListener("click", () => {
  openTab("tab-json");
  byId("request").focus();
});

byId("apart-form").addEventListener("click", () => {
  const from = everything();
  json.useForm();
  byId("form-heading").focus();
  offerUndo(from, t("apart_form"));
});

// --- submitting

// Before the form's own listener: what is in the text but not in the form must not be left behind unseen.
root.addEventListener(
  "submit",
  (event) => {
    json?.flush();
    if (form && !json.apart) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    byId("apart").scrollIntoView({ block: "center" });
    byId("apart-json").focus();
  },
  { capture: true },
);

/** @returns an answer that rejects the request, for the form to show it at its fields */
async function review(built) {
  json.flush();
  // What is only reviewed is not to lie around; what is sent may have to be mended.
  if (!hasRelay()) forget();
  const { created, rejected } = await showReview(form, built, forget);
  if (rejected) return { ok: false, status: rejected.status, text: async () => rejected.text };
  if (created) setTimeout(startAnew);
  else root.querySelector('[type="submit"]').focus();
}

/** The same case is not to be created again by pressing the button once more. */
function startAnew() {
  const from = everything();
  bringBack({});
  byId("example").value = "";
  forget();
  offerUndo(from, t("was_created"));
  byId("form-heading").focus();
}

/** With a relay the page can send, and says so. */
async function startRelay() {
  await findRelay();
  if (!hasRelay()) return;
  for (const one of document.querySelectorAll("[data-relay-text]")) one.dataset.text = one.dataset.relayText;
  word(document, form?.text);
  startSandbox();
  showKeeping();
  if (!form || !unsettled()) return;
  const { created, rejected } = await showUnsettled(forget);
  if (created) return startAnew();
  if (rejected) form.serverErrors(rejected.status, rejected.text);
  byId("form-heading").focus();
}

// --- language

function wordForm() {
  word(document, form.text);
}

onLanguage(() => {
  writeOptions();
  drawFields(byId("fields"), fields);
  if (!form) return;
  form.setLanguage(catalogue());
  wordForm();
  showApart(json.apart);
  byId("undo-bar").hidden = true;
  follow();
});

drawFields(byId("fields"), fields);
startKeeping(everything);
startRelay();
