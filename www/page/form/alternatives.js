/**
 * Two choices between alternatives ("sides"): a new or an existing customer; checks in the form or by a case configuration.
 * The other side is hidden, disabled and left out of the request; its texts are kept.
 */

/** The names of the radio buttons, and how each side is included in the request while it is chosen. */
const CHOICES = {
  "choose-customer": { customer: "always", customer_id: "auto" },
  "choose-checks": { checks: "auto", case_config: "auto" },
};

const fieldset = (side) => document.querySelector(`[data-side="${side}"]`);
const radios = (choice) => [...document.getElementById(choice).querySelectorAll(`input[name="${choice}"]`)];

/** Opens a side and closes the other; without a side both are open. The page first, because disabled inputs are left out. */
function choose(form, choice, chosen) {
  for (const radio of radios(choice)) radio.checked = radio.value === chosen;
  for (const [side, include] of Object.entries(CHOICES[choice])) {
    const isOpen = chosen === undefined || side === chosen;
    fieldset(side).hidden = !isOpen;
    fieldset(side).disabled = !isOpen;
    form.include(side, isOpen ? include : "never");
  }
}

/** Whether the field of that name belongs to a side that is not chosen. */
export const isClosed = (name) => fieldset(name.split(/[.[]/, 1)[0])?.disabled === true;

/** The chosen sides, for a draft. A choice is missing if a loaded request has both sides. */
export function chosenSides() {
  const chosen = {};
  for (const choice of Object.keys(CHOICES)) {
    const radio = radios(choice).find(({ checked }) => checked);
    if (radio) chosen[choice] = radio.value;
  }
  return chosen;
}

/** Chooses the sides of a draft. */
export function chooseSides(form, chosen) {
  for (const choice of Object.keys(CHOICES)) choose(form, choice, chosen[choice]);
}

/** Includes the side that the user chooses. */
export function listenSides(form) {
  for (const choice of Object.keys(CHOICES)) {
    for (const radio of radios(choice)) radio.addEventListener("change", () => choose(form, choice, radio.value));
  }
}

function isUsed({ fields }, side) {
  const inSide = [...fields].filter(([name]) => name === side || name.startsWith(`${side}.`) || name === `${side}[0]`);
  return inSide.some(([, { value, json, id }]) => value !== "" || json !== undefined || id !== undefined);
}

/**
 * Loads a request and chooses the side that it has. If it has none, the previous side stays chosen; if it has both, the user
 * must choose.
 */
export function loadIntoSides(form, load) {
  const before = chosenSides();
  chooseSides(form, {});
  try {
    load();
  } catch (error) {
    chooseSides(form, before);
    throw error;
  }
  const chosen = {};
  for (const [choice, sides] of Object.entries(CHOICES)) {
    const present = Object.keys(sides).filter((side) => isUsed(form.getSnapshot(), side));
    chosen[choice] = present.length > 1 ? undefined : (present[0] ?? before[choice] ?? Object.keys(sides)[0]);
  }
  chooseSides(form, chosen);
}
