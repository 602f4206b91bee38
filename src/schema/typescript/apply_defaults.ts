/**
 * Copies a request and fills in `delete_after: -1` and `auto_start: true` where they are absent (or undefined).
 * The copy is shallow: nested objects are shared with the input. It does not validate: see `validate`.
 *
 * @throws TypeError when the input is not an object, or an option is invalid.
 */
export function applyDefaults<Input extends CaseInput>(input: Input, options?: CaseOptions): Input & CaseDefaults;
