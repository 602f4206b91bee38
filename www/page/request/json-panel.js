/**
 * The JSON of the request beside the form, both ways: what is typed in the one is taken over by the other, and what cannot
 * be taken over (text that is no JSON yet, or too long a one) stays where it was typed, with a word about it. Then the two
 * are apart, and neither overwrites the other until the person says which of them holds.
 */

import { isClosed, loadIntoSides } from "../form/alternatives.js";
import { format } from "../formats/json-layout.js";

/** How long typing rests before the other side follows, in milliseconds. */
const PAUSE = 120;

/** A longer text is checked, but not shown as a form: thousands of rows would help nobody. In UTF-16 units. */
const LONGEST = 150_000;

/** As many rows as a form may get: checks, and documents of all of them. */
const MOST_ROWS = 500;

export class JsonSide {
  #form;
  #editor;
  #told;
  #timer;
  #pending;
  #isLoading = false;
  #apart;

  /** @param told.onText(text) the text is another one now @param told.onApart(why) undefined: both say the same */
  constructor(form, editor, told) {
    this.#form = form;
    this.#editor = editor;
    this.#told = told;
  }

  /** Why form and text say different things: "broken", "long", or undefined when they do not. */
  get apart() {
    return this.#apart;
  }

  /** The person has changed the form. */
  formChanged() {
    if (this.#isLoading || this.#apart) return;
    this.#soon(() => this.#followForm());
  }

  /** The person has changed the text. */
  textChanged() {
    this.#soon(() => this.#followText());
  }

  /** Takes over at once what was about to be taken over. */
  flush() {
    clearTimeout(this.#timer);
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.();
    delete document.documentElement.dataset.following;
  }

  /** The form holds: its JSON takes the place of the text. */
  useForm() {
    this.#setApart(undefined);
    this.#followForm();
  }

  /** Loads a request as if its text had been typed. */
  load(text) {
    this.#editor.follow(text);
    this.#told.onText(text);
    this.#pending = () => this.#followText();
    this.flush();
  }

  #soon(follow) {
    clearTimeout(this.#timer);
    document.documentElement.dataset.following = "";
    this.#pending = follow;
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  #followForm() {
    const text = format(this.#form.json());
    if (text === this.#editor.text) return;
    this.#editor.follow(text);
    this.#told.onText(text);
  }

  #followText() {
    const { text } = this.#editor;
    if (text.length > LONGEST || rowsIn(text) > MOST_ROWS) return this.#setApart("long");
    this.#isLoading = true;
    try {
      const leftOut = JSON.parse(this.#form.draft()).entries.filter(({ name }) => isClosed(name));
      loadIntoSides(this.#form, () => this.#form.load(text));
      this.#putBack(leftOut);
      this.#readable();
      this.#setApart(undefined);
    } catch (error) {
      // The form says that it cannot hold the text; why is in the list of issues, with its place.
      if (!(error instanceof TypeError)) throw error;
      this.#setApart("broken");
    } finally {
      this.#isLoading = false;
    }
  }

  /** What was typed on a side that is not chosen is in no JSON, and would be gone. */
  #putBack(entries) {
    for (const { name, text } of entries) {
      if (!isClosed(name)) continue;
      const list = /^(.*)\[\d+\]$/.exec(name)?.[1];
      if (list !== undefined && !this.#form.getSnapshot().fields.has(name)) this.#form.append(list);
      if (text) this.#form.set(name, text);
    }
  }

  /** What was loaded was not typed into the fields: its issues are to be seen, and free JSON stands as it does by itself. */
  #readable() {
    for (const { name, kind, value, issues } of this.#form.getSnapshot().fields.values()) {
      if (kind !== "field" || value === "" || isClosed(name)) continue;
      if (value.includes("\n") && name.endsWith("input_details")) this.#form.set(name, format(value));
      if (issues.length > 0) this.#form.blur(name);
    }
  }

  #setApart(why) {
    if (why === this.#apart) return;
    this.#apart = why;
    this.#told.onApart(why);
  }
}

/** How many rows a text would make; none when it is no JSON, which the form itself says. */
function rowsIn(text) {
  try {
    const request = JSON.parse(text);
    const lists = [request.document_ids, request.checks, ...(request.checks ?? []).map((check) => check?.document_ids)];
    return lists.reduce((count, list) => count + (Array.isArray(list) ? list.length : 0), 0);
  } catch {
    return 0;
  }
}
