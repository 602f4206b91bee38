/**
 * The two choices between alternatives: a new customer or an existing one; checks listed here or made by a configuration.
 * The side that is not chosen is hidden, disabled and no part of the request, and keeps what was typed in it.
 */

/** The radio buttons' name, and how each of the sides is part of the request while it is chosen. */
const CHOICES = {
  "choose-customer": { customer: "always", customer_id: "auto" },
  "choose-checks": { checks: "auto", case_config: "auto" },
};

const fieldset = (side) => document.querySelector(`[data-side="${side}"]`);
const radios = (choice) => [...document.querySelectorAll(`input[name="${choice}"]`)];

/** Opens a side and closes the other; without one both are open. The page first: what is disabled there is left out. */
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

/** What is chosen, to be kept. A choice is missing where a loaded request has both sides. */
export function chosenSides() {
  const chosen = {};
  for (const choice of Object.keys(CHOICES)) {
    const radio = radios(choice).find(({ checked }) => checked);
    if (radio) chosen[choice] = radio.value;
  }
  return chosen;
}

/** Chooses as it was kept. */
export function chooseSides(form, chosen) {
  for (const choice of Object.keys(CHOICES)) choose(form, choice, chosen[choice]);
}

/** Takes the choices a person makes into the form. */
export function listenSides(form) {
  for (const choice of Object.keys(CHOICES)) {
    for (const radio of radios(choice)) radio.addEventListener("change", () => choose(form, choice, radio.value));
  }
}

function hasSomething({ fields }, side) {
  const inSide = [...fields].filter(([name]) => name === side || name.startsWith(`${side}.`) || name === `${side}[0]`);
  return inSide.some(([, { value, json, id }]) => value !== "" || json !== undefined || id !== undefined);
}

/**
 * Lets something be loaded into the form, then chooses the side that it has; when it has none, the one that was chosen
 * before; when it has both, neither: the person is to decide.
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
    const present = Object.keys(sides).filter((side) => hasSomething(form.getSnapshot(), side));
    chosen[choice] = present.length > 1 ? undefined : (present[0] ?? before[choice] ?? Object.keys(sides)[0]);
  }
  chooseSides(form, chosen);
}
