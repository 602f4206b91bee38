/**
 * Inputs with a list of suggestions: an editable combobox with list autocomplete, after the ARIA Authoring Practices. The text
 * of the input is its value, and every text is allowed. The list finds options by their label and by their value. All inputs
 * share one list, which is made when it is first opened.
 *
 * An input needs `role="combobox"`, `aria-expanded="false"` and `aria-autocomplete="list"`, and an element around it that
 * is the containing block of the list.
 */
import { element } from "../ui/element.js";

/** Letters that have no decomposition into a letter and an accent. */
const PLAIN = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe" };

/** A text without case, accents, punctuation and repeated white space: what is compared. */
export const searchable = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđßæœ]/g, (letter) => PLAIN[letter])
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The options with all words of a text in their label or value. Those whose label or value begins with it come first. */
export function findOptions(options, text) {
  const wanted = searchable(text);
  const words = wanted.split(" ");
  const found = [];
  for (const option of options) {
    const names = [option.label, option.value].map(searchable);
    if (!words.every((word) => names.some((name) => name.includes(word)))) continue;
    found.push([option, names.some((name) => name.startsWith(wanted)) ? 0 : 1]);
  }
  return found.sort(([, one], [, other]) => one - other).map(([option]) => option);
}

/** The value that a text means: one with that value or label, whatever the case. */
function meaningOf(options, text) {
  const wanted = text.trim().toLowerCase();
  return options.find(({ label, value }) => [label, value].some((name) => name.toLowerCase() === wanted))?.value;
}

export class Combobox {
  #options;
  #resolve;
  #texts;
  #onCount;
  #list;
  /** The input with the open list, its options, and the index of the one that the keys have reached. */
  #input;
  #items = [];
  #active = -1;
  /** Whether this module changes the value: then the list stays closed. */
  #isChoosing = false;

  /**
   * @param root contains the inputs
   * @param selector of the inputs
   * @param options returns the options, `{ value, label }`
   * @param resolve returns the value that a text means, such as that of a label; by default whatever the case
   * @param label returns the label of the list
   * @param asEntered returns the text of the option that keeps a text as it was typed
   * @param onCount is called with the number of suggestions, to announce it
   */
  constructor(root, selector, { options, resolve, label, asEntered, onCount }) {
    this.#options = options;
    this.#resolve = resolve ?? ((text) => meaningOf(options(), text));
    this.#texts = { label, asEntered };
    this.#onCount = onCount;
    const on = (name, run) =>
      root.addEventListener(name, (event) => {
        if (event.target.matches?.(selector)) run(event.target, event);
      });
    on("input", (input, { isComposing }) => {
      if (!this.#isChoosing && !isComposing) this.#open(input, input.value);
    });
    on("compositionend", (input) => this.#open(input, input.value));
    on("click", (input) => {
      if (this.#input !== input) this.#open(input);
    });
    on("keydown", (input, event) => this.#press(input, event));
    on("focusout", () => this.close());
    on("change", (input) => this.#settle(input));
  }

  /** Closes the list. */
  close() {
    const input = this.#input;
    if (!input) return;
    this.#input = undefined;
    this.#list.remove();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-controls");
    input.removeAttribute("aria-activedescendant");
  }

  /** Opens the list, or renews it, with the options that a text finds. */
  #open(input, text = undefined) {
    const options = this.#options();
    const value = input.value.trim();
    const isOption = options.some((option) => option.value === value);
    let found = findOptions(options, text ?? (isOption ? "" : value));
    // Who opens the list without typing looks for another option.
    if (text === undefined && found.length === 0) found = options;
    const meant = this.#resolve(value);
    // A label in another language.
    if (!found.some((option) => option.value === meant))
      found = [...options.filter((option) => option.value === meant), ...found];
    this.#onCount(found.length);
    this.#items = meant === undefined && value !== "" ? [...found, { value, isEntered: true }] : found;
    this.#show(input);
    if (isOption) this.#mark(value);
  }

  #show(input) {
    this.close();
    this.#list ??= this.#makeList();
    this.#active = -1;
    this.#list.setAttribute("aria-label", this.#texts.label());
    this.#list.replaceChildren(...this.#items.map((item, index) => this.#makeItem(item, index)));
    input.after(this.#list);
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", this.#list.id);
    this.#input = input;
    this.#list.scrollTop = 0;
    this.#list.scrollIntoView({ block: "nearest" });
  }

  #makeList() {
    const list = element("ul", { class: "combo-list", role: "listbox", id: "combo-list" });
    // The focus stays in the input.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const item = target.closest("[role=option]");
      if (item) this.#accept(Number(item.dataset.index));
    });
    return list;
  }

  #makeItem({ value, label, isEntered }, index) {
    return element(
      "li",
      { role: "option", id: `combo-option-${index}`, "data-index": index, "aria-selected": "false" },
      ...(isEntered ? [this.#texts.asEntered(value)] : [element("span", {}, label), " ", element("code", {}, value)]),
    );
  }

  /** Shows which option the input has. It is not active: Enter does not choose it. */
  #mark(value) {
    const index = this.#items.findIndex((item) => item.value === value);
    this.#list.children[index]?.classList.add("is-chosen");
    this.#list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  #press(input, event) {
    const { key, altKey, ctrlKey, metaKey, isComposing } = event;
    if (isComposing || ctrlKey || metaKey) return;
    const isOpen = this.#input === input;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (altKey && (isOpen || key === "ArrowUp")) return this.close();
      if (!isOpen) this.#open(input);
      if (!altKey) this.#activate(this.#next(key === "ArrowDown" ? 1 : -1, isOpen));
    } else if (isOpen && key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (isOpen && key === "Enter") {
      event.preventDefault();
      if (this.#active >= 0) this.#accept(this.#active);
      else this.#settle(input);
    } else if (isOpen && key === "Tab" && this.#active >= 0) this.#accept(this.#active);
    else if (isOpen && /^(Home|End|ArrowLeft|ArrowRight)$/.test(key)) this.#activate(-1);
  }

  /** The index of the option that an arrow key leads to, around the ends; at first that of the chosen option. */
  #next(step, wasOpen) {
    const count = this.#items.length;
    const chosen = this.#items.findIndex(({ value }) => value === this.#input.value);
    if (!wasOpen && chosen >= 0) return chosen;
    if (this.#active < 0) return step > 0 ? 0 : count - 1;
    return (this.#active + step + count) % count;
  }

  /** Makes an option the active one; none for -1. */
  #activate(index) {
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const item = this.#list.children[index];
    if (!item) return this.#input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", item.id);
  }

  #accept(index) {
    const input = this.#input;
    const { value, isEntered } = this.#items[index];
    this.close();
    if (!isEntered) this.#choose(input, value);
  }

  /** Keeps the text as it is, or takes the option that it means. */
  #settle(input) {
    this.close();
    this.#choose(input, this.#resolve(input.value) ?? input.value);
  }

  /** Sets the value as if it had been typed, so that everything that listens to the input takes it. */
  #choose(input, value) {
    if (input.value === value) return;
    this.#isChoosing = true;
    input.value = value;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    this.#isChoosing = false;
  }
}
