/** What is in an input, and whether the browser accepts it. */

/** The parts of an input, select or textarea that are read. */
export interface InputLike {
  readonly value: string;
  readonly type?: string;
  readonly checked?: boolean;
  readonly willValidate?: boolean;
  readonly validationMessage?: string;
  readonly validity?: {
    readonly valid: boolean;
    readonly badInput: boolean;
    readonly valueMissing: boolean;
    readonly customError: boolean;
  };
  setCustomValidity?(message: string): void;
}

/** The messages that this library has set with `setCustomValidity`. Any other message is one of the page. */
const own = new WeakMap<InputLike, string>();

/** The text of an input; for a checkbox, whether it is checked. */
export const inputText = ({ type, checked, value }: InputLike): string => (type === "checkbox" ? `${checked}` : value);

/**
 * Why the browser does not accept what is in an input, as `form.wasm` reads it: the kind, a line break, and the message of the
 * browser. Empty if it accepts it. Messages that this library has set do not count.
 */
export function rejectionOf(input: InputLike): string {
  const { validity } = input;
  if (!validity || !input.willValidate) return "";
  const message = isOwn(input) ? own.get(input) : "";
  if (message) input.setCustomValidity?.("");
  const { valid, badInput, valueMissing, customError } = validity;
  const kind = badInput ? "unreadable" : valueMissing && !customError ? "missing" : "constraint";
  const reason = input.validationMessage?.replace(/\s+/g, " ") || "Invalid value";
  if (message) input.setCustomValidity?.(message);
  return valid ? "" : `${kind}\n${reason}`;
}

/** Makes an input invalid for the browser, or valid if the message is empty. A message of the page is kept. */
export function setValidity(input: InputLike, message: string): void {
  if (input.validity?.customError && !isOwn(input)) return;
  own.set(input, message);
  input.setCustomValidity?.(message);
}

/** Whether the custom message of an input was set by this library. The browser does not return that of a disabled input. */
function isOwn(input: InputLike): boolean {
  const message = own.get(input);
  return !!message && (!input.willValidate || input.validationMessage === message);
}

/** The first of the inputs that are not fields of the request and that the browser does not accept. */
export function findRejected<Input extends InputLike>(
  inputs: Iterable<Input>,
  isField: (input: Input) => boolean,
): Input | undefined {
  return [...inputs].find((input) => !isField(input) && rejectionOf(input));
}

/** Whether the user, or the browser for the user, has changed what the HTML has in an input. */
export function isChanged(input: InputLike): boolean {
  const { type, value, checked, validity, defaultChecked, defaultValue } = input as HTMLInputElement;
  if (type === "radio" || type === "checkbox") return checked !== defaultChecked;
  if (validity?.badInput) return true;
  if (defaultValue !== undefined) return value !== defaultValue;
  const options = [...(input as unknown as HTMLSelectElement).options];
  return value !== (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value;
}
