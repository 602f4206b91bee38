/** One field of a form in a component. */

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type InputLike, inputText, rejectionOf } from "../form/inputs.js";
import { afterPress, watchPresses } from "../form/press.js";
import { type FieldProps, fieldProps } from "../form/props.js";
import type { FieldState } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import type { FieldPath } from "../issues/paths.js";
import { placeName } from "../issues/paths.js";
import { findInputs, keepInputs, readChanged, writeInputs } from "./elements.js";
import { initialSnapshot } from "./initial-snapshot.js";

/** The event handlers of an input. The same functions in every render. */
export interface InputHandlers {
  /**
   * Sets the field to the text of an input, textarea or select; for a checkbox, to whether it is checked. What the browser does
   * not accept is an issue: see `CaseForm.read`.
   */
  readonly onChange: (event: { readonly target: InputLike }) => void;
  /** Marks the field as left by the user. While a pointer is pressed this waits, so that no issue moves what is pressed. */
  readonly onBlur: (event?: { readonly target: unknown }) => void;
}

/** A field for a component: the attributes of its input, and the ids and issues around it. */
export interface CaseField extends Omit<FieldProps, "input"> {
  /** The attributes and handlers: `<input {...field.input} />`, also for `textarea` and `select`. */
  readonly input: FieldProps["input"] & InputHandlers;
  /** Sets the field, for inputs without these events. See `CaseForm.set`. */
  readonly set: (value: unknown) => void;
}

/**
 * A field of a form. The component is rendered again only when this field changes; until then it returns the same object.
 * A field in a removed row keeps its last state until its component is unmounted.
 *
 * What the user has typed into the HTML of the server before hydration becomes the value of the field. After a native reset,
 * also that of React after an action, the input shows the value of the field again.
 *
 * @param path a name such as `checks[0].check_type`. Groups and lists have issues too.
 * @throws TypeError when the form has no such place.
 */
export function useCaseField(form: CaseForm, path: FieldPath): CaseField {
  const name = placeName(path);
  const field = useMemo(() => new FieldStore(form, name), [form, name]);
  useEffect(() => field.mount(), [field]);
  const props = useSyncExternalStore(form.subscribe, field.now, field.atFirst);
  const { value, json } = props.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the value changes, not while the user types
  useEffect(() => field.clearUnreadable(), [field, value, json]);
  return props;
}

/** One field as `useSyncExternalStore` reads it, and its inputs in the page. */
class FieldStore {
  readonly #form: CaseForm;
  readonly #name: string;
  readonly #own: InputHandlers & Pick<CaseField, "set">;
  #last: CaseField | undefined;
  /** Whether the server has rendered the field, and what the user has typed before the first render here. */
  #isHydrated = false;
  #typed: InputLike | undefined;
  #isRejected = false;

  constructor(form: CaseForm, name: string) {
    this.#form = form;
    this.#name = name;
    this.#own = {
      set: (value) => form.set(name, value),
      onChange: ({ target }) => this.#take(target),
      onBlur: (event) => {
        const input = event?.target as InputLike | undefined;
        // Not every change of what the browser cannot read is an event.
        if (input && (this.#isRejected || rejectionOf(input))) this.#take(input);
        afterPress(() => {
          if (this.#state) form.blur(name);
        });
      },
    };
  }

  readonly now = (): CaseField => this.#read(this.#state);

  readonly atFirst = (): CaseField => {
    const props = this.#read(initialSnapshot(this.#form).fields.get(this.#name));
    // Before React has written into the inputs.
    if (typeof document !== "undefined") {
      this.#isHydrated = true;
      this.#typed = readChanged(findInputs(props.input)) ?? this.#typed;
    }
    return props;
  };

  /** Takes over what is in the page, and follows it. Returns a function that ends this. */
  mount(): () => void {
    const typed = this.#isHydrated ? (readChanged(this.#inputs) ?? this.#typed) : undefined;
    this.#isHydrated = false;
    if (typed && (rejectionOf(typed) || inputText(typed) !== this.#state?.value)) this.#take(typed);
    const reset = (event: Event) => this.#afterReset(event);
    document.addEventListener("reset", reset, true);
    const unwatch = watchPresses();
    return () => {
      document.removeEventListener("reset", reset, true);
      unwatch();
    };
  }

  /** After another value was set: removes what the browser cannot read, and for which it has no text, from the input. */
  clearUnreadable(): void {
    if (this.#state?.json !== undefined) return;
    for (const input of this.#inputs) if (input.validity.badInput) input.value = this.#state?.value ?? "";
  }

  get #state(): FieldState | undefined {
    return this.#form.getSnapshot().fields.get(this.#name);
  }

  get #inputs() {
    return findInputs(this.now().input);
  }

  #take(input: InputLike): void {
    this.#isRejected = rejectionOf(input) !== "";
    this.#form.read(this.#name, input);
  }

  #afterReset({ target }: Event): void {
    const inputs = this.#inputs.filter(({ form }) => form === target);
    if (inputs.length === 0) return;
    const before = this.#state;
    const writeBack = keepInputs(inputs);
    // Later, when the browser has reset the inputs.
    setTimeout(() => {
      if (this.#state === before) writeBack();
      else writeInputs(inputs, this.now().input);
      // What the browser could not read is gone from the page.
      const [input] = inputs;
      if (input && this.#isRejected && !input.validity.badInput) this.#take(input);
    });
  }

  #read(state: FieldState | undefined): CaseField {
    if (state === undefined && this.#last === undefined)
      throw new TypeError(`this form has no field or row "${this.#name}"`);
    if (this.#last === undefined || (state !== undefined && this.#last.state !== state)) {
      const { input, ...props } = fieldProps(state as FieldState, this.#form.idPrefix);
      const { set, ...handlers } = this.#own;
      this.#last = { ...props, input: { ...input, ...handlers }, set };
    }
    return this.#last;
  }
}
