/**
 * Keeps the JSON text and the form the same. A text that the form cannot show (invalid JSON, or too long) stays in the editor;
 * the two are then "apart", and neither replaces the other until the user chooses one.
 */

import { isClosed, loadIntoSides } from "../form/alternatives.js";
import { format } from "../formats/json-layout.js";

/** The pause in typing after which the other side is updated, in milliseconds. */
const PAUSE = 120;

/** The maximum length of a text in the form, in UTF-16 units. A longer text is only validated. */
const MAX_LENGTH = 150_000;

/** The maximum number of rows in the form: checks and all document IDs. */
const MAX_ROWS = 500;

export class JsonPanel {
  #form;
  #editor;
  #handlers;
  #timer;
  #pending;
  #isLoading = false;
  #apart;
  /** The JSON of the form when text and form were the same last. */
  #formJson;

  /** @param handlers onText(text): the text has changed; onApart(why): `why` is undefined if text and form are the same */
  constructor(form, editor, handlers) {
    this.#form = form;
    this.#editor = editor;
    this.#handlers = handlers;
  }

  /** Why text and form differ: "broken", "long", or undefined if they do not. */
  get apart() {
    return this.#apart;
  }

  /** The state of the form has changed; perhaps its request, too. A text that was typed since then takes precedence. */
  formChanged() {
    if (this.#isLoading || this.#apart || this.#pending === this.#followText) return;
    this.#soon(this.#followForm);
  }

  /** The user has changed the text. */
  textChanged() {
    this.#soon(this.#followText);
  }

  /** Updates the other side now. */
  flush() {
    clearTimeout(this.#timer);
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.call(this);
    delete document.documentElement.dataset.following;
  }

  /** Replaces the text by the JSON of the form. */
  useForm() {
    this.#setApart(undefined);
    this.#formJson = undefined;
    this.#followForm();
  }

  /** Loads a request, as if its text had been typed. */
  load(text) {
    this.#editor.follow(text);
    this.#handlers.onText(text);
    this.#pending = this.#followText;
    this.flush();
  }

  #soon(follow) {
    clearTimeout(this.#timer);
    document.documentElement.dataset.following = "";
    this.#pending = follow;
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  #followForm() {
    const json = this.#form.json();
    // Events such as leaving a field change no request; the text then stays as it was typed.
    if (json === this.#formJson) return;
    this.#formJson = json;
    const text = format(json);
    if (text === this.#editor.text) return;
    this.#editor.follow(text);
    this.#handlers.onText(text);
  }

  #followText() {
    const { text } = this.#editor;
    if (text.length > MAX_LENGTH || rowsIn(text) > MAX_ROWS) return this.#setApart("long");
    this.#isLoading = true;
    try {
      const leftOut = JSON.parse(this.#form.draft()).entries.filter(({ name }) => isClosed(name));
      loadIntoSides(this.#form, () => this.#form.load(text));
      this.#restore(leftOut);
      this.#showLoaded();
      this.#formJson = this.#form.json();
      this.#setApart(undefined);
    } catch (error) {
      // The form cannot show the text. The reason is in the list of issues.
      if (!(error instanceof TypeError)) throw error;
      this.#setApart("broken");
    } finally {
      this.#isLoading = false;
    }
  }

  /** Restores the texts of the side that is not chosen: they are not in the JSON. */
  #restore(entries) {
    for (const { name, text } of entries) {
      if (!isClosed(name)) continue;
      const list = /^(.*)\[\d+\]$/.exec(name)?.[1];
      if (list !== undefined && !this.#form.getSnapshot().fields.has(name)) this.#form.append(list);
      if (text) this.#form.set(name, text);
    }
  }

  /** Shows the issues of the loaded fields, and formats free JSON. */
  #showLoaded() {
    for (const { name, kind, value, issues } of this.#form.getSnapshot().fields.values()) {
      if (kind !== "field" || value === "" || isClosed(name)) continue;
      if (value.includes("\n") && this.#form.field(name).kind === "json") this.#form.set(name, format(value));
      if (issues.length > 0) this.#form.blur(name);
    }
  }

  #setApart(why) {
    if (why === this.#apart) return;
    this.#apart = why;
    this.#handlers.onApart(why);
  }
}

/** The number of rows in a text; 0 if it is not JSON, which the form reports. */
function rowsIn(text) {
  try {
    const request = JSON.parse(text);
    const lists = [request.document_ids, request.checks, ...(request.checks ?? []).map((check) => check?.document_ids)];
    return lists.reduce((count, list) => count + (Array.isArray(list) ? list.length : 0), 0);
  } catch {
    return 0;
  }
}
