/**
 * What the user has typed or chosen before the scripts of the page have run, which can take seconds on a slow connection. It is
 * read first, and entered again as if it were typed now, so that nothing that starts in between removes it.
 */

const isChosen = ({ type }) => type === "radio" || type === "checkbox";

/** Whether a control differs from the HTML. */
function isChanged(control) {
  if (isChosen(control))
    return control.checked !== control.defaultChecked && (control.type !== "radio" || control.checked);
  if (control.type === "select-one") {
    const standard = [...control.options].findIndex(({ defaultSelected }) => defaultSelected);
    return control.selectedIndex !== Math.max(0, standard);
  }
  return control.value !== control.defaultValue;
}

/** Reads the controls that the user has changed. @returns a function that enters the same again */
export function readEarlyInput() {
  const controls = [...document.querySelectorAll("input, select, textarea")].filter(isChanged);
  const entries = controls.map((control) => ({ control, value: control.value, checked: control.checked }));
  const { activeElement: active } = document;
  const caret = controls.includes(active) && [active.selectionStart, active.selectionEnd];
  return () => {
    for (const { control, value, checked } of entries) {
      if (isChosen(control)) control.checked = checked;
      else if (control.type !== "file") control.value = value;
      control.dispatchEvent(new InputEvent("input", { bubbles: true }));
      // Who is still typing has not left the field.
      if (isChosen(control) || control.type === "file" || control !== active)
        control.dispatchEvent(new Event("change", { bubbles: true }));
    }
    // Only texts have a caret.
    if (caret && caret[0] !== null && caret[0] !== undefined) active.setSelectionRange(...caret);
  };
}
