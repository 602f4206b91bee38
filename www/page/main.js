/** Connects the parts of the page: the form, the request as text, and the stored draft. */
import { bindCaseForm } from "../pkg/dom.js";
import { openDraft, readDraft } from "./drafts/draft.js";
import { deleteStoredDraft, saveSoon, showStorageState, startSaving } from "./drafts/saving.js";
import { FilePanel } from "./files/file-panel.js";
import { chooseSides, chosenSides, listenSides } from "./form/alternatives.js";
import { listenRows, showRows, titleOfRow } from "./form/check-rows.js";
import { CustomerDetails } from "./form/customer-details.js";
import { readEarlyInput } from "./form/early.js";
import { freeJsonMessages } from "./form/free-json.js";
import { instructions } from "./form/messages.js";
import { RemovedRows } from "./form/removed-rows.js";
import { listenRetention, retentionMessages, showRetention } from "./form/retention.js";
import { connect } from "./relay/connection.js";
import { openRequest } from "./relay/open-request.js";
import { hasRelay, isSandbox, mayHaveRelay, relayRevision } from "./relay/relay.js";
import { startSandbox } from "./relay/sandbox-banner.js";
import { buildParts, renderPage } from "./render.js";
import { EXAMPLES } from "./request/examples.js";
import { JsonPanel } from "./request/json-panel.js";
import { namedFieldMessages } from "./request/named-fields.js";
import { chooseOptions, chooseRevision, RequestPanel, readOptions } from "./request/request-panel.js";
import { showActions, showOpenRequest, showReview, startReview } from "./sending/review.js";
import { focusFirstField } from "./sending/sections.js";
import { openDeveloperView, startDeveloperView } from "./ui/developer-view.js";
import { byId } from "./ui/element.js";
import {
  catalogue,
  currentLanguage,
  exampleName,
  listenLanguage,
  onLanguage,
  startLanguage,
  t,
  translate,
} from "./ui/language.js";
import { confirm } from "./ui/status.js";
import { startTabs } from "./ui/tabs.js";
import { startThemes } from "./ui/themes.js";

const root = byId("case-form");
/** The parts of the form for fields that only some revisions of the API document. */
const partsOfRevisions = [...root.querySelectorAll("[data-needs]")];

/** An empty request. */
const EMPTY = "{}";

let form;
let json;
let removedRows;
let customerDetails;
/** The draft that Undo restores. */
let before;

await Promise.all([startLanguage(), openDraft()]);
// From here on nothing waits, so the user types nothing before it is entered again.
const enterEarlyInput = readEarlyInput();
startThemes();
// The build has written the page in English.
const { rendered } = document.documentElement.dataset;
if (rendered === undefined) buildParts();
if (rendered !== currentLanguage()) renderPage();
// The first listener: those of other modules write over some of the texts.
onLanguage(() => {
  renderPage();
  if (!form) return;
  form.setLanguage(catalogue());
  translate(document, form.text);
});
listenLanguage(byId("language"));
const openTab = startTabs(document.querySelector('[role="tablist"]'));

const request = new RequestPanel({
  onTyped() {
    json?.textChanged();
    if (form) saveSoon();
  },
  onOptions(options) {
    form?.configure(options);
    if (form) saveSoon();
    files.recheck();
  },
});
const files = new FilePanel({
  readOptions,
  onRequest(text, name) {
    loadRequest(text, t("file_loaded", { name }));
    byId("form-heading").focus();
  },
});
const stored = readDraft();
chooseOptions(stored);
startDeveloperView(() => request.showVerdict());

try {
  startForm();
} catch (error) {
  // The worker fails for the same reason and shows it on the page. The text can still be edited.
  root.inert = true;
  request.editor.start(stored?.text ?? EMPTY);
  request.check(request.editor.text);
  console.info(error);
}

function startForm() {
  const { form: store, failure } = bindCaseForm(root, {
    ...readOptions(),
    language: catalogue(),
    messages: { ...retentionMessages, ...freeJsonMessages, ...namedFieldMessages, ...instructions },
    submit: review,
  });
  if (failure) throw failure;
  form = store;
  json = new JsonPanel(form, request.editor, {
    onText: (text) => request.check(text),
    onApart: (why) => {
      showApart(why);
      if (why) openDeveloperView();
    },
  });
  listenSides(form);
  listenRows(root);
  customerDetails = new CustomerDetails(root, form);
  removedRows = new RemovedRows(root, form, (name) => titleOfRow(name, form.text));
  listenRetention(root, form);
  restoreDraft(stored ?? { form: undefined });
  if (rendered !== currentLanguage()) translate(document, form.text);
  form.subscribe(showForm);
  if (stored?.text === undefined) json.useForm();
  startReview();
}

/** Shows the state of the form in the page. */
function showForm() {
  showRows(root, form);
  showRetention(root, form);
  showStart();
  showRevision();
  removedRows.show();
  customerDetails.show();
  json.formChanged();
  // A reviewed request is not stored, unless the user goes back and changes it; with a relay, unless it was not created.
  if (mayHaveRelay() || !byId("review").open) saveSoon();
}

/** "true" is the default value, so it has the same radio button as an empty field. */
function showStart() {
  if (form.field("auto_start").state.value !== "true") return;
  root.querySelector('input[name="auto_start"][value=""]').checked = true;
}

function showRevision() {
  const { fields } = form.getSnapshot();
  for (const part of partsOfRevisions) part.hidden = fields.get(part.dataset.needs)?.extra !== false;
}

// --- drafts

function currentDraft() {
  return {
    form: form.draft(),
    sides: chosenSides(),
    ...(json.apart && { text: request.editor.text }),
    ...readOptions(),
  };
}

function restoreDraft({ form: draft, sides, text }) {
  chooseSides(form, {});
  removedRows.clear();
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
  restoreDraft(before);
  byId("undo-bar").hidden = true;
  byId("form-heading").focus();
  confirm(t("was_undone"));
});

// --- tools

byId("reset").addEventListener("click", () => {
  const from = currentDraft();
  restoreDraft({});
  byId("example").value = "";
  deleteStoredDraft();
  offerUndo(from, t("was_reset"));
});

byId("example").addEventListener("change", ({ target }) => {
  const example = EXAMPLES[Number(target.value)];
  if (target.value === "" || !example) return;
  loadRequest(example.text(), t("was_loaded", { name: exampleName(example.key) }));
});

/** Loads another request, and offers to undo that. */
function loadRequest(text, message) {
  const from = currentDraft();
  removedRows.clear();
  json.load(text);
  offerUndo(from, message);
}

// --- form and text apart

function showApart(why) {
  byId("apart").hidden = why === undefined;
  root.classList.toggle("is-apart", why !== undefined);
  if (why) byId("apart-text").textContent = t(`apart_${why}`);
}

byId("apart-json").addEventListener("click", () => {
  openDeveloperView();
  openTab("tab-json");
  byId("request").focus();
});

byId("apart-form").addEventListener("click", () => {
  const from = currentDraft();
  json.useForm();
  byId("form-heading").focus();
  offerUndo(from, t("apart_form"));
});

// --- submitting

// Before the listener of the form: a text that the form does not show must not be ignored.
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

/** @returns a response that rejects the request, so that the form shows its issues */
async function review(built) {
  json.flush();
  // A request that is only reviewed is not stored; one that is sent may have to be corrected.
  if (!mayHaveRelay()) deleteStoredDraft();
  const { created, rejected, change } = await showReview(form, built, deleteStoredDraft);
  if (rejected) {
    request.reject(rejected.body);
    return { ok: false, status: rejected.status, text: async () => rejected.text };
  }
  if (created) setTimeout(startAgain);
  else if (change) focusFirstField(change);
  else root.querySelector('[type="submit"]').focus();
}

/** Clears the form, so that the same case is not created again by pressing the button once more. */
function startAgain() {
  const from = currentDraft();
  restoreDraft({});
  byId("example").value = "";
  deleteStoredDraft();
  offerUndo(from, t("was_created"));
  byId("form-heading").focus();
}

/** Writes the texts of a page that can send, or cannot send now: those of a page without a relay are in the HTML. */
function showRelayTexts() {
  for (const one of document.querySelectorAll("[data-relay-text]")) {
    const { relayText, unreachableText } = one.dataset;
    one.dataset.staticText ??= one.dataset.text;
    const reachable = hasRelay() ? relayText : (unreachableText ?? relayText);
    one.dataset.text = mayHaveRelay() ? reachable : one.dataset.staticText;
    one.textContent = t(one.dataset.text);
  }
  showStorageState();
}

/** Finds the relay. A page that cannot reach it does not say that nothing is sent. */
async function startRelay() {
  showRelayTexts();
  await connect(showRelayTexts);
  showRelayTexts();
  if (!hasRelay()) return;
  if (chooseRevision(relayRevision())) request.optionsChanged();
  if (byId("review").open) showActions();
  startSandbox();
  // One banner: that of the sandbox says where the data goes.
  byId("promise").hidden = isSandbox();
  if (!form || !openRequest()) return;
  const { created, rejected } = await showOpenRequest(deleteStoredDraft);
  if (created) return startAgain();
  if (rejected) {
    form.serverErrors(rejected.status, rejected.text);
    request.reject();
  }
  byId("form-heading").focus();
}

// --- language

onLanguage(() => {
  files.recheck();
  if (!form) return;
  showApart(json.apart);
  byId("undo-bar").hidden = true;
  showForm();
});

startSaving(currentDraft);
enterEarlyInput();
startRelay();
