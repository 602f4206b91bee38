/**
 * How long something is kept, in plain words: radio buttons around the number of days that the request has. "After this
 * many days" without a number stands in the form as null, which no payload can be built from: left empty it would mean
 * something that nobody chose.
 */
import { fields } from "../../pkg/index.js";
import { element } from "../ui/element.js";
import { t } from "../ui/language.js";

/** The meaning of the two special numbers, as the contract has it. */
const NEVER = "-1";
const AT_ONCE = "0";

let made = 0;

/** Puts the radio buttons where the HTML has a place for them, templates included. */
export function buildRetention(part) {
  for (const template of part.querySelectorAll("template")) buildRetention(template.content);
  for (const place of part.querySelectorAll("[data-retention]")) {
    const path = place.dataset.retention;
    const id = `case-${path.replace("[]", "-{row}").replaceAll(".", "-")}`;
    const hasDefault = fields.find((field) => field.path === path).default !== undefined;
    const radio = (kind, attributes, ...more) =>
      element(
        "label",
        { class: "radio" },
        element("input", { type: "radio", value: kind, "data-keep": kind }),
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
          element("label", { class: "visually-hidden", for: id, "data-text": place.dataset.legend }),
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

/** Which of the choices a state is; a request without a number has the default, where there is one. */
function keepOf({ value, json }, hasDefault) {
  if (json === "null") return "after";
  const text = value.trim();
  if (text === "") return hasDefault ? "never" : "";
  return text === NEVER ? "never" : text === AT_ONCE ? "at_once" : "after";
}

/** Follows the form: the right button is on, and the number shows when it is one. */
export function showRetention(root, form) {
  for (const place of root.querySelectorAll("[data-retention]")) {
    const days = place.querySelector(".days");
    const state = form.getSnapshot().fields.get(days.name);
    if (!state) continue;
    const radios = [...place.querySelectorAll("[data-keep]")];
    // Buttons belong together by their name, and a copied row must not share one with the row it was copied from.
    if (!place.dataset.number) {
      made += 1;
      place.dataset.number = made;
      for (const radio of radios) radio.name = `retention-${made}`;
    }
    const isTyping = document.activeElement === days;
    const keep = isTyping ? "after" : keepOf(state, !radios.some((radio) => radio.value === ""));
    for (const radio of radios) if (radio.checked !== (radio.value === keep)) radio.checked = radio.value === keep;
    if (days.hidden !== (keep !== "after")) days.hidden = keep !== "after";
  }
}

/** Takes the choices a person makes into the form. */
export function listenRetention(root, form) {
  const lastDays = new WeakMap();
  root.addEventListener("change", ({ target }) => {
    const kind = target.dataset?.keep;
    if (kind === undefined) return;
    const days = target.closest("[data-retention]").querySelector(".days");
    const { value } = form.field(days.name).state;
    if (/^[1-9]\d*$/.test(value)) lastDays.set(days, value);
    const chosen = { "": "", never: NEVER, at_once: AT_ONCE, after: lastDays.get(days) ?? null }[kind];
    form.set(days.name, chosen);
  });
  root.addEventListener("focusout", ({ target }) => {
    if (!target.classList.contains("days")) return;
    const { value, json } = form.field(target.name).state;
    if (value.trim() === "" && json === undefined) form.set(target.name, null);
    else queueMicrotask(() => showRetention(target.closest("[data-retention]").parentElement, form));
  });
}

/** The words for a number of days. */
export function retentionWords(value, formText) {
  if (value === NEVER) return formText("never");
  return value === AT_ONCE ? formText("at_once") : formText("after_days", { days: Number(value) });
}

/** What is said of a choice without its number. */
export const retentionMessages = Object.fromEntries(
  fields
    .filter(({ path }) => path.endsWith("delete_after"))
    .map(({ path }) => [`${path}:not_nullable`, () => t("retention_missing")]),
);
