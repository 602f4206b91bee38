/**
 * Retention periods as radio buttons around the number of days. If the user chooses a number of days but has not entered it,
 * the field is null, which is an error: an empty field would mean the default value.
 */
import { fields } from "../../pkg/index.js";
import { element } from "../ui/element.js";
import { t } from "../ui/language.js";

/** The two special numbers of the API. */
const NEVER = "-1";
const IMMEDIATELY = "0";

let made = 0;

/** Inserts the radio buttons into the HTML and its templates. */
export function buildRetention(part) {
  for (const template of part.querySelectorAll("template")) buildRetention(template.content);
  for (const place of part.querySelectorAll("[data-retention]:empty")) {
    const path = place.dataset.retention;
    const id = `case-${path.replace("[]", "-{row}").replaceAll(".", "-")}`;
    const hasDefault = fields.find((field) => field.path === path).default !== undefined;
    const standard = hasDefault ? "never" : "";
    const radio = (kind, attributes, ...more) =>
      element(
        "label",
        { class: "radio" },
        element("input", {
          type: "radio",
          name: `${id}-keep`,
          value: kind,
          "data-keep": kind,
          checked: kind === standard,
        }),
        element("span", attributes),
        ...more,
      );
    place.append(
      element(
        "fieldset",
        { class: "field choice retention" },
        element("legend", { "data-text": place.dataset.legend }),
        element("div", { class: "issues-here", id: `${id}-issues`, "data-case-issues": path }),
        element(
          "div",
          { class: "radios" },
          hasDefault ? "" : radio("", { "data-text": "not_stated" }),
          radio("never", { "data-form-text": "never" }),
          radio("at_once", { "data-form-text": "at_once" }),
          radio("after", { "data-text": "retention_days" }),
          element("label", { class: "visually-hidden", for: id, "data-text": place.dataset.legend, hidden: true }),
          element("input", {
            type: "text",
            class: "days",
            id,
            name: path,
            hidden: true,
          }),
        ),
      ),
    );
  }
}

/** The choice for the state of a field. An empty field has the default value, if there is one. */
function choiceOf({ value, json }, hasDefault) {
  if (json === "null") return "after";
  const text = value.trim();
  if (text === "") return hasDefault ? "never" : "";
  return text === NEVER ? "never" : text === IMMEDIATELY ? "at_once" : "after";
}

/** The parts of each place, and what it was shown with. A place for which that is the same is skipped. */
const shown = new WeakMap();

/** The parts of a place. They are looked up once, because there can be hundreds of places. */
function partsOf(place) {
  const known = shown.get(place);
  if (known) return known;
  const radios = [...place.querySelectorAll("[data-keep]")];
  // Radio buttons with the same name form a group, so a copied row needs another name.
  made += 1;
  for (const radio of radios) radio.name = `retention-${made}`;
  const parts = { days: place.querySelector(".days"), radios };
  shown.set(place, parts);
  return parts;
}

/** Shows the state of the form: checks the radio button, and shows the number of days if it is chosen. */
export function showRetention(root, form) {
  const { fields } = form.getSnapshot();
  for (const place of root.querySelectorAll("[data-retention]")) {
    const parts = partsOf(place);
    const { days, radios } = parts;
    const state = fields.get(days.name);
    const isTyping = document.activeElement === days;
    if (!state || (parts.state === state && parts.isTyping === isTyping)) continue;
    Object.assign(parts, { state, isTyping });
    const keep = isTyping ? "after" : choiceOf(state, !radios.some((radio) => radio.value === ""));
    for (const radio of radios) if (radio.checked !== (radio.value === keep)) radio.checked = radio.value === keep;
    const isHidden = keep !== "after";
    if (days.hidden !== isHidden) {
      days.hidden = isHidden;
      days.previousElementSibling.hidden = isHidden;
    }
  }
}

/** Sets the fields when the user chooses. */
export function listenRetention(root, form) {
  const lastDays = new WeakMap();
  root.addEventListener("change", ({ target }) => {
    const kind = target.dataset?.keep;
    if (kind === undefined) return;
    const days = target.closest("[data-retention]").querySelector(".days");
    const { value } = form.field(days.name).state;
    if (/^[1-9]\d*$/.test(value)) lastDays.set(days, value);
    const chosen = { "": "", never: NEVER, at_once: IMMEDIATELY, after: lastDays.get(days) ?? null }[kind];
    form.set(days.name, chosen);
  });
  root.addEventListener("focusout", ({ target }) => {
    if (!target.classList.contains("days")) return;
    const { value, json } = form.field(target.name).state;
    if (value.trim() === "" && json === undefined) form.set(target.name, null);
    else queueMicrotask(() => showRetention(target.closest("[data-retention]").parentElement, form));
  });
}

/** The text for a number of days. */
export function retentionText(value, formText) {
  if (value === NEVER) return formText("never");
  return value === IMMEDIATELY ? formText("at_once") : formText("after_days", { days: Number(value) });
}

/** The message for a missing number of days. */
export const retentionMessages = Object.fromEntries(
  fields
    .filter(({ path }) => path.endsWith("delete_after"))
    .map(({ path }) => [`${path}:not_nullable`, () => t("retention_missing")]),
);
