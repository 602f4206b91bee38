/**
 * Fields for common details of the customer, beside the JSON of `customer.input_details`: two views of one value. A field
 * reads and changes its member in the text of the JSON, where everything else stays as it was written.
 */
import { members, removeMember, setMember } from "../formats/json-object.js";
import { byId, element } from "../ui/element.js";
import { onLanguage, t } from "../ui/language.js";

const FIELD = "customer.input_details";
const TYPE = "customer.customer_type";

/** A company has none of these. */
const OF_PERSONS = ["dob", "nationality"];

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day of the calendar, written as year-month-day. */
export function isDate(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export class CustomerDetails {
  #form;
  #inputs;
  /** What users have typed before this script has run. */
  #typed;
  /** The last state that was shown. */
  #shown = [];
  /** Whether the JSON has something that the fields do not show. */
  #hasMore = false;

  constructor(root, form) {
    this.#form = form;
    this.#inputs = [...root.querySelectorAll("[data-detail]")];
    this.#typed = this.#inputs
      .filter(({ value, defaultValue }) => value !== defaultValue)
      .map((input) => [input, input.value]);
    for (const input of this.#inputs) {
      input.addEventListener("input", () => this.#take(input));
      input.addEventListener("change", () => this.#showIssue(input));
    }
    onLanguage(() => {
      this.#shown = [];
    });
  }

  /** Shows the state of the form. */
  show() {
    for (const [input, value] of this.#typed.splice(0)) {
      input.value = value;
      this.#take(input);
    }
    const details = this.#form.field(FIELD).state;
    const type = this.#form.field(TYPE).state;
    if (this.#shown[0] === details && this.#shown[1] === type) return;
    this.#shown = [details, type];
    const json = textOf(details);
    const all = json.trim() === "" ? [] : members(json);
    this.#write(byId("details-reason"), all ? "" : t("detail_not_json"));
    for (const input of this.#inputs) this.#showField(input, json, all, type.value === "COMPANY");
    const isKnown = ({ key }) => this.#inputs.some(({ dataset }) => dataset.detail === key);
    const hasMore = !all?.every(isKnown);
    // The page opens the JSON; only the user closes it.
    if ((hasMore && !this.#hasMore) || details.shown.length > 0) byId("details-json").open = true;
    this.#hasMore = hasMore;
  }

  #showField(input, json, all, isCompany) {
    const { detail: key } = input.dataset;
    const member = all?.find((one) => one.key === key);
    const value = member ? JSON.parse(json.slice(member.valueStart, member.end)) : "";
    const isText = canShow(input, value);
    input.disabled = !all || !isText;
    const text = all && isText ? value : "";
    // White space at the ends is not part of the value, but it is while the user types the next word.
    if (input.value !== text && !(input === document.activeElement && input.value.trim() === text)) input.value = text;
    input.closest("[data-detail-field]").hidden = isCompany && OF_PERSONS.includes(key) && !member;
    if (input !== document.activeElement || all === undefined) this.#showIssue(input, all && !isText);
  }

  #showIssue(input, isOther = input.disabled) {
    const isWrong = input.dataset.detail === "dob" && input.value.trim() !== "" && !isDate(input.value.trim());
    this.#write(byId(`${input.id}-issues`), isOther ? t("detail_not_text") : isWrong ? t("detail_no_date") : "");
  }

  #write(place, text) {
    if (place.lastElementChild?.lastChild.data === text || (text === "" && !place.firstChild)) return;
    const prefix = element("span", { class: "visually-hidden" }, this.#form.text("warning_prefix"));
    place.replaceChildren(...(text === "" ? [] : [element("p", { class: "case-warning" }, prefix, text)]));
  }

  /** Changes the member in the JSON; an empty text removes it. */
  #take(input) {
    const { detail: key } = input.dataset;
    const json = textOf(this.#form.field(FIELD).state);
    const value = input.value.trim();
    if (json.trim() !== "" && !members(json)) return;
    this.#form.set(FIELD, value === "" ? removeMember(json, key) : setMember(json, key, value));
  }
}

/** The text of the JSON. Its input may be empty while a program has set a value that is not an object. */
const textOf = ({ value, json }) => json ?? value;

/** Whether a value can be shown and typed in an input without losing something. */
function canShow({ localName }, value) {
  if (typeof value !== "string" || value.includes("\r")) return false;
  return localName === "textarea" || !value.includes("\n");
}
