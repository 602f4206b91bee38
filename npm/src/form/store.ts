/** A case form as a store: a new snapshot after each event. */

import { ENGLISH_FORM } from "../generated/catalogues/en-form.js";
import type { EventName } from "../generated/protocol.js";
import type { CaseInputs, Catalogue, FormTextKey, Issue, RevisionName } from "../generated/types.js";
import { catalogueOf, type LanguageChoice } from "../issues/catalogue.js";
import { messageOf, type Params, renderText, renderWith } from "../issues/message.js";
import { type FieldPath, placeName } from "../issues/paths.js";
import { readOptions } from "../request/options.js";
import { type BuildResult, readBuild, splitBuild } from "../request/results.js";
import { bodyText, requireStatus } from "../server/body.js";
import { jsonOf } from "../values/json.js";
import type { SphinxCaseError } from "../wasm/errors.js";
import { type FormEngine, writeText } from "../wasm/form-engine.js";
import { AsyncChecks } from "./async-checks.js";
import { type Changes, changedFields, withMessages } from "./changes.js";
import { caseOptions, coreOptions, indexText, issueForCore, requestJson, requireFormOptions } from "./core-input.js";
import { writeDraft } from "./draft.js";
import { type InputLike, inputText, rejectionOf } from "./inputs.js";
import { FormInstance } from "./instance.js";
import type { CaseFormOptions, ExternalIssue, Include } from "./options.js";
import { type FieldProps, fieldProps } from "./props.js";
import type { Signal } from "./signal.js";
import {
  type CaseFormSnapshot,
  FieldMap,
  type FieldState,
  type FormState,
  makeSnapshot,
  type SubmitState,
} from "./state.js";
import { type SubmitHandler, type SubmitResult, submitForm } from "./submit.js";

/** Called with each new snapshot. */
export type Listener = (snapshot: CaseFormSnapshot) => void;

/** Called after a failed submit with the name of the first field to correct, and its issue. */
export type ProblemListener = (name: string, issue: Issue) => void;

const NOT_SUBMITTED: SubmitState = { submitting: false, submitted: false, failure: undefined, outcomeUnknown: false };

/**
 * A form for one case request: a store that no framework is needed for. `createCaseForm` makes it.
 *
 * The methods are bound, so they can be passed on by themselves. A method throws a TypeError that names the place if the form
 * does not have it; the form is then unchanged. After `dispose` every change throws.
 */
export class CaseForm {
  readonly #engine: FormEngine;
  readonly #listeners = new Set<Listener>();
  readonly #problemListeners = new Set<ProblemListener>();
  readonly #checks = new AsyncChecks();
  /** The beginning of the ids of its inputs. */
  readonly idPrefix: string;
  #options: CaseFormOptions;
  #catalogue: Catalogue;
  #instance: FormInstance;
  #submit = NOT_SUBMITTED;
  #snapshot!: CaseFormSnapshot;
  #fields = new FieldMap(new Map());
  /** What own messages have thrown since the last snapshot. */
  readonly #errors: unknown[] = [];
  /** The initial request as JSON; empty if there is none. */
  #initial = "";

  /** For `createCaseForm`. */
  constructor(engine: FormEngine, options: CaseFormOptions = {}) {
    requireFormOptions(options);
    this.#engine = engine;
    this.#options = options;
    this.idPrefix = options.idPrefix ?? "case";
    this.#catalogue = readOptions(caseOptions(options)).catalogue;
    if (options.initial !== undefined) this.#initial = requestJson(options.initial);
    this.#instance = this.#start();
    if (options.restore !== undefined) this.#event("restore", "", options.restore);
  }

  /**
   * Calls the listener now and after each change. Returns a function that ends this. It is the contract of Svelte's stores,
   * and works with React's `useSyncExternalStore`.
   */
  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    listener(this.#snapshot);
    return () => void this.#listeners.delete(listener);
  };

  /** The form as it is now. The same object until something changes. */
  readonly getSnapshot = (): CaseFormSnapshot => this.#snapshot;

  /** The attributes and issues for the input of a field. The same object until the field changes. */
  readonly field = (path: FieldPath): FieldProps => fieldProps(this.#place(path), this.idPrefix);

  /**
   * Sets a field. A string is the text of an input. Any other value is a value of the request: null, a number, an object for
   * free JSON, an array for a list. `undefined` clears the field.
   */
  readonly set = (path: FieldPath, value: unknown): void => {
    const name = placeName(path);
    if (typeof value === "string") this.#event("set", name, value);
    else if (value === undefined)
      this.#event(this.#fields.get(name)?.kind === "field" ? "set" : "set_value", name, this.#emptyValue(name));
    else this.#event("set_value", name, jsonOf(value));
  };

  /**
   * Sets a field to what is in its input, for event handlers: `form.read("delete_after", event.target)`. Unlike `set` it asks the
   * browser whether it accepts that: a number input returns no text for `3e`, and a page can have constraints of its own, such
   * as `required`, `pattern` or `setCustomValidity`. What the browser does not accept is an issue of the field.
   *
   * @param text if it is not that of the input, for example of radio buttons.
   */
  readonly read = (path: FieldPath, input: InputLike, text: string = inputText(input)): void => {
    const rejection = rejectionOf(input);
    this.#event(rejection ? "reject" : "set", placeName(path), rejection ? `${rejection}\n${text}` : text);
  };

  /** Marks a field as left by the user. */
  readonly blur = (path: FieldPath): void => this.#event("leave", placeName(path));

  /** Includes a place in the request or leaves it out. Its texts are kept. */
  readonly include = (path: FieldPath, include: Include): void => this.#event("include", placeName(path), include);

  /** Appends a row to a list. */
  readonly append = (list: FieldPath, value?: unknown): void =>
    this.#event("append", placeName(list), value === undefined ? "" : jsonOf(value));

  /** Inserts a row before the one at an index. */
  readonly insert = (list: FieldPath, index: number, value?: unknown): void =>
    this.#event("insert", placeName(list), `${indexText(index)}\n${value === undefined ? "" : jsonOf(value)}`);

  /** Removes a row or an unknown field. */
  readonly remove = (row: FieldPath): void => this.#event("remove", placeName(row));

  /** Inserts a copy of a row after it, with all its texts. */
  readonly duplicate = (row: FieldPath): void => this.#event("duplicate", placeName(row));

  /** Moves a row to another index. */
  readonly move = (list: FieldPath, from: number, to: number): void =>
    this.#event("move", placeName(list), `${indexText(from)}\n${indexText(to)}`);

  /** Replaces the request with an object or JSON text. The initial values stay, so the form can become dirty. */
  readonly load = (request: CaseInputs[RevisionName] | string): void =>
    this.#event("set_value", "", requestJson(request));

  /** The request as JSON, even if there are errors: a text that cannot be read is a string in it. */
  readonly json = (): string => this.#call((instance) => instance.json());

  /**
   * The payload, or all issues, including missing fields. The form itself does not change, but later `serverErrors` are about
   * this request, unless a submit is in progress.
   */
  readonly build = (): BuildResult => {
    const answer = this.#call((instance) => instance.build(!this.#submit.submitting));
    const built = readBuild(splitBuild(answer), this.#catalogue, this.#message);
    throwFirst(this.#errors.splice(0));
    return built;
  };

  /** Returns to the initial request, or starts with a new one. */
  readonly reset = (request?: CaseInputs[RevisionName] | string): void => {
    this.#checks.abort();
    // What is in progress stays in progress.
    if (!this.#submit.submitting) this.#submit = NOT_SUBMITTED;
    const json = request === undefined ? "" : requestJson(request);
    this.#event("reset", "", json);
    if (json !== "") this.#initial = json;
  };

  /** All texts of the form as one string, for `restore`. */
  readonly draft = (): string => writeDraft(this.#snapshot.fields);

  /** Restores the texts from `draft`. */
  readonly restore = (draft: string): void => this.#event("restore", "", draft);

  /**
   * Builds the payload and passes it to the handler. If there are errors, or the handler returns a response with errors, they
   * are shown, and the listeners of `whenProblem` are called with the first. While a handler runs, nothing else is submitted.
   * All values are kept, whatever the result. See {@link SubmitHandler} for what the handler may return, and
   * {@link SubmitResult} for the results.
   */
  readonly submit = (handler: SubmitHandler): Promise<SubmitResult> =>
    submitForm(
      {
        isBusy: () => this.#submit.submitting,
        event: () => this.#event("submit"),
        build: this.build,
        state: (state) => this.#setSubmit(state),
        serverErrors: this.serverErrors,
        isUnknown: (status, body) => {
          const text = bodyText(body);
          return this.#engine.call(text.length, (core) => core.outcome_unknown(writeText(core, text), status)) !== "";
        },
        reportProblem: () => this.#reportProblem(),
      },
      handler,
    );

  /**
   * Adds the issues in a response of the API to the fields. They are about the request as it was sent, by `submit` or `build`: an
   * issue follows its row, and belongs to the list if the row was removed. Each is kept until its field changes. A status
   * below 300 removes them. See `mapServerErrors` for the bodies that are read.
   */
  readonly serverErrors = (status: number, body: unknown): void => {
    requireStatus(status);
    this.#event("set_api_response", "", `${status}\n${bodyText(body)}`);
  };

  /**
   * Runs your own asynchronous check of a field. Its result is ignored if the field has changed or another check of it has
   * begun since; the signal is then aborted. Returns whether the result was used. If `run` throws, the field is unchanged.
   */
  readonly check = async (
    path: FieldPath,
    run: (value: string, signal: Signal) => PromiseLike<readonly ExternalIssue[] | undefined>,
  ): Promise<boolean> => {
    const name = placeName(path);
    this.#event("begin_async_check", name);
    const { generation, value } = this.#place(name);
    const controller = this.#checks.begin(name);
    const issues = (await run(value, controller.signal)) ?? [];
    this.#checks.end(name, controller);
    // Its row may have moved.
    const now = this.#fields.values().find((field) => field.generation === generation);
    if (this.#instance.isDisposed || now === undefined) return false;
    this.#event("finish_async_check", now.name, `${generation}\n${JSON.stringify(issues.map(issueForCore))}`);
    return true;
  };

  /** Renders every message in another language, without validating again. */
  readonly setLanguage = (language: LanguageChoice): void => {
    this.#catalogue = catalogueOf(language);
    this.#options = { ...this.#options, language };
    this.#renewMessages();
  };

  /** Changes the options. Those that are not passed stay the same. */
  readonly configure = (options: Omit<CaseFormOptions, "initial" | "restore" | "idPrefix">): void => {
    requireFormOptions(options);
    const all = { ...this.#options, ...options };
    const { catalogue } = readOptions(caseOptions(all));
    const answer = this.#call((instance) => instance.configure(coreOptions(all)));
    this.#options = all;
    this.#catalogue = catalogue;
    this.#renewMessages();
    this.#take(answer);
  };

  /** A text of the catalogue for forms, such as the title of the summary of errors. */
  readonly text = (key: FormTextKey, params: Params = {}): string => {
    const own = this.#catalogue.form?.[key];
    return renderText(own ?? ENGLISH_FORM[key], params, own === undefined ? "en" : this.#catalogue.language);
  };

  /** The name of the first field with an error that is shown. */
  readonly firstProblem = (): string | undefined => this.#firstProblem()?.[0];

  /** Calls the listener with the first error after each failed submit. Returns a function that ends this. */
  readonly whenProblem = (listener: ProblemListener): (() => void) => {
    this.#problemListeners.add(listener);
    return () => void this.#problemListeners.delete(listener);
  };

  /** Ends the form: removes all listeners, aborts checks and frees its memory. */
  readonly dispose = (): void => {
    this.#checks.abort();
    this.#listeners.clear();
    this.#problemListeners.clear();
    if (!this.#instance.isDisposed) this.#instance.dispose();
  };

  /** The message of an issue. What an own message throws is thrown once the form has taken the change. */
  readonly #message = (issue: Issue): string => {
    try {
      return renderWith(issue, { catalogue: this.#catalogue, overrides: this.#options.messages });
    } catch (error) {
      this.#errors.push(error);
      return messageOf(issue, this.#catalogue);
    }
  };

  /** Makes the form in the core and shows it. */
  #start(): FormInstance {
    const instance = new FormInstance(this.#engine, coreOptions(this.#options), this.#initial);
    this.#take(instance.initial);
    return instance;
  }

  #event(event: EventName, place = "", value = ""): void {
    const { submitted, failure, outcomeUnknown } = this.#submit;
    if ((submitted || failure !== undefined) && event !== "leave" && event !== "begin_async_check")
      this.#submit = { ...NOT_SUBMITTED, outcomeUnknown };
    this.#take(this.#call((instance) => instance.send(event, place, value)));
  }

  #call(run: (instance: FormInstance) => string): string {
    try {
      return run(this.#instance);
    } catch (error) {
      if ((error as Partial<SphinxCaseError>).reason === "trapped") this.#recover();
      throw error;
    }
  }

  /** Makes the form again on a new WebAssembly instance, from the texts in the snapshot. */
  #recover(): void {
    const draft = writeDraft(this.#snapshot.fields);
    const { submitCount } = this.#snapshot;
    this.#instance.abandon();
    this.#instance = this.#start();
    this.#take(this.#instance.send("restore", "", draft));
    if (submitCount > 0) this.#take(this.#instance.send("submit", "", ""));
  }

  /** Makes the next snapshot from the changes that the core returns. */
  #take(answer: string): void {
    const changes = JSON.parse(answer) as Changes;
    const fields = changedFields((name) => this.#fields.get(name), changes, this.#message);
    this.#publish(changes.whole ? new FieldMap(fields) : this.#fields.next(fields), changes.form);
  }

  #setSubmit(state: SubmitState): void {
    this.#submit = state;
    if (this.#instance.isDisposed) return;
    this.#publish(this.#fields, this.#snapshot);
  }

  #renewMessages(): void {
    this.#publish(new FieldMap(withMessages(this.#snapshot.fields, this.#message)), this.#snapshot);
  }

  #publish(fields: FieldMap, state: FormState): void {
    this.#fields = fields;
    this.#snapshot = makeSnapshot(fields, state, this.#submit, this.#catalogue);
    callEach(this.#listeners, (listener) => listener(this.#snapshot), this.#errors.splice(0));
  }

  #place(path: FieldPath): FieldState {
    const name = placeName(path);
    const field = this.#fields.get(name);
    if (field === undefined) throw new TypeError(`this form has no field or row "${name}"`);
    return field;
  }

  #emptyValue(name: string): string {
    const kind = this.#fields.get(name)?.kind;
    return kind === "list" ? "[]" : kind === "group" ? "{}" : "";
  }

  #firstProblem(): [string, Issue] | undefined {
    const issue = this.#snapshot.shown.find(({ severity }) => severity === "error");
    if (issue === undefined) return undefined;
    // An issue about the whole request has the fields that it is about in its params.
    const fields = issue.name === "" && "fields" in issue.params ? issue.params.fields : [];
    return [fields[0] ?? issue.name, issue];
  }

  #reportProblem(): string | undefined {
    const first = this.#firstProblem();
    if (first !== undefined) callEach(this.#problemListeners, (listener) => listener(...first));
    return first?.[0];
  }
}

/** Calls all listeners, also those after one that throws, and then throws the first error. */
function callEach<L>(listeners: Iterable<L>, call: (listener: L) => void, errors: unknown[] = []): void {
  for (const listener of [...listeners])
    try {
      call(listener);
    } catch (error) {
      errors.push(error);
    }
  throwFirst(errors);
}

function throwFirst(errors: readonly unknown[]): void {
  if (errors.length > 0) throw errors[0];
}
