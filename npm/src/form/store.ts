/** The store over the form in Rust: a snapshot after each event, and the way to the server. */

import { ENGLISH_FORM } from "../generated/catalogues/en-form.js";
import type { EventName } from "../generated/protocol.js";
import type { CaseInput, Catalogue, FormTextKey, Issue } from "../generated/types.js";
import { catalogueOf } from "../issues/catalogue.js";
import { type Params, renderText, renderWith } from "../issues/message.js";
import type { FieldPath } from "../issues/paths.js";
import { placeName } from "../issues/paths.js";
import { readOptions } from "../request/options.js";
import { type BuildResult, cutBuild, readBuild } from "../request/results.js";
import { bodyText, requireStatus } from "../server/body.js";
import type { SphinxCaseError } from "../wasm/errors.js";
import { type FormCore, type FormEngine, writeText } from "../wasm/form-engine.js";
import { type Changes, changedFields, reworded } from "./changes.js";
import { writeDraft } from "./draft.js";
import { jsonOf } from "./json.js";
import type { CaseFormOptions, Include, SaidIssue } from "./options.js";
import { type FieldProps, fieldProps } from "./props.js";
import { type CaseFormSnapshot, type FieldState, Snapshot, type SubmitState } from "./state.js";
import { type SubmitHandler, type SubmitResult, submitForm } from "./submit.js";

/** Told of each new snapshot. */
export type Listener = (snapshot: CaseFormSnapshot) => void;

/** Told of the place where a person has to go on after a submit that failed. */
export type ProblemListener = (name: string, issue: Issue) => void;

const NOT_SUBMITTED: SubmitState = { submitting: false, submitted: false, failure: undefined };

/** Where a form is. */
interface Held {
  readonly core: FormCore;
  readonly number: number;
}

let registry: FinalizationRegistry<Held> | undefined;

/** Gives back the memory of forms that nobody has disposed of, where the engine can tell. */
function forgotten(): FinalizationRegistry<Held> | undefined {
  if (typeof FinalizationRegistry === "undefined") return undefined;
  registry ??= new FinalizationRegistry(({ core, number }) => core.form_drop(number));
  return registry;
}

/**
 * A form for one case request, without a framework: a store. All functions may be taken off it. A place that the form does
 * not have is a TypeError that names it, and then nothing has changed.
 */
export class CaseForm {
  readonly #engine: FormEngine;
  readonly #listeners = new Set<Listener>();
  readonly #problemListeners = new Set<ProblemListener>();
  readonly #checks = new Map<string, AbortController>();
  #options: CaseFormOptions;
  #catalogue: Catalogue;
  #core!: FormCore;
  #number = -1;
  #submit = NOT_SUBMITTED;
  #snapshot!: Snapshot;
  /** The request at the start, as the core takes it. */
  #first = "";

  constructor(engine: FormEngine, options: CaseFormOptions = {}) {
    this.#engine = engine;
    this.#options = options;
    this.#catalogue = readOptions(caseOptions(options)).catalogue;
    if (options.initial !== undefined) this.#first = requestJson(options.initial);
    this.#begin();
    if (options.restore !== undefined) this.#event("restore", "", options.restore);
  }

  /** Calls the listener now and after each change, until the answer is called: the contract of Svelte's stores, and React's too. */
  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    listener(this.#snapshot);
    return () => void this.#listeners.delete(listener);
  };

  /** The form as it is now. The same object until something changes. */
  readonly getSnapshot = (): CaseFormSnapshot => this.#snapshot;

  /** What the input of a field needs. The same object until the field changes. */
  readonly field = (path: FieldPath): FieldProps => fieldProps(this.#place(path));

  /**
   * Gives a field a text, as an input does. Any other value is given as it is: null, a number, an object for free JSON, an
   * array for a list. `undefined` empties it.
   */
  readonly set = (path: FieldPath, value: unknown): void => {
    const name = placeName(path);
    if (typeof value === "string") this.#event("set", name, value);
    else if (value === undefined)
      this.#event(this.#snapshot.field(name)?.kind === "field" ? "set" : "set_value", name, this.#empty(name));
    else this.#event("set_value", name, jsonOf(value));
  };

  /** The person has left a field. */
  readonly blur = (path: FieldPath): void => this.#event("leave", placeName(path));

  /** Makes a place part of the request, or not: what was typed in it stays. */
  readonly include = (path: FieldPath, include: Include): void => this.#event("include", placeName(path), include);

  /** Adds a row at the end of a list. */
  readonly append = (list: FieldPath, value?: unknown): void =>
    this.#event("append", placeName(list), value === undefined ? "" : jsonOf(value));

  /** Adds a row before the one at an index. */
  readonly insert = (list: FieldPath, index: number, value?: unknown): void =>
    this.#event("insert", placeName(list), `${count(index)}\n${value === undefined ? "" : jsonOf(value)}`);

  /** Removes a row, or a key that the API does not document. */
  readonly remove = (row: FieldPath): void => this.#event("remove", placeName(row));

  /** Puts a copy of a row behind it, with all that was typed. */
  readonly duplicate = (row: FieldPath): void => this.#event("duplicate", placeName(row));

  /** Moves a row to another index. */
  readonly move = (list: FieldPath, from: number, to: number): void =>
    this.#event("move", placeName(list), `${count(from)}\n${count(to)}`);

  /** Takes over a request, as an object or JSON text; what the person changes is still measured by the start. */
  readonly load = (request: CaseInput | string): void => this.#event("set_value", "", requestJson(request));

  /** The request as JSON, also while there are errors: a text that cannot be read stands in it as a string. */
  readonly json = (): string => this.#ask((core) => core.form_json(this.#number));

  /** The payload, or every reason why there is none, what is missing included. Nothing is shown for it. */
  readonly build = (): BuildResult => {
    const answer = this.#ask((core) => core.form_build(this.#number));
    return readBuild(cutBuild(answer), this.#catalogue, this.#message);
  };

  /** Everything is as at the start again; or as in another request, which is the start then. */
  readonly reset = (request?: CaseInput | string): void => {
    this.#stopChecks();
    this.#submit = NOT_SUBMITTED;
    const json = request === undefined ? "" : requestJson(request);
    this.#event("reset", "", json);
    if (json !== "") this.#first = json;
  };

  /** Everything that was typed, as a text to keep: `restore` brings it back. */
  readonly draft = (): string => writeDraft(this.#snapshot.fields);

  /** Brings back what `draft` gave. */
  readonly restore = (draft: string): void => this.#event("restore", "", draft);

  /**
   * Builds the payload and gives it to the handler. When there are errors, or the handler's answer says so, they are shown,
   * and the listeners of `whenProblem` are told of the first. While a handler is at work nothing is submitted again.
   * When the handler throws, every value stays. See {@link SubmitHandler} for what it may answer.
   */
  readonly submit = (handler: SubmitHandler): Promise<SubmitResult> =>
    submitForm(
      {
        isBusy: () => this.#submit.submitting,
        event: () => this.#event("submit"),
        build: this.build,
        state: (state) => this.#setSubmit(state),
        serverErrors: this.serverErrors,
        pointOut: () => this.#pointOut(),
      },
      handler,
    );

  /**
   * Takes over what the server answered: its issues stand among the others, at their fields, until these change. A status
   * below 300 takes them away. See `mapServerErrors` for what is read.
   */
  readonly serverErrors = (status: number, body: unknown): void => {
    requireStatus(status);
    this.#event("set_api_response", "", `${status}\n${bodyText(body)}`);
  };

  /**
   * Runs a check of one's own that takes its time. Its answer counts only when the field has not changed since, and no other
   * check of it was begun. Answers whether it counted; what `run` throws is thrown, and says nothing about the field.
   */
  readonly check = async (
    path: FieldPath,
    run: (value: string, signal: AbortSignal) => PromiseLike<readonly SaidIssue[] | undefined>,
  ): Promise<boolean> => {
    const name = placeName(path);
    this.#event("begin_async_check", name);
    const { generation, value } = this.#place(name);
    const controller = new AbortController();
    this.#checks.get(name)?.abort();
    this.#checks.set(name, controller);
    const issues = (await run(value, controller.signal)) ?? [];
    if (this.#checks.get(name) === controller) this.#checks.delete(name);
    if (this.#number < 0 || this.#snapshot.field(name)?.generation !== generation) return false;
    this.#event("finish_async_check", name, `${generation}\n${JSON.stringify(issues.map(said))}`);
    return true;
  };

  /** Renders every message in another language, without checking again. */
  readonly setLanguage = (language: string | Catalogue): void => {
    this.#catalogue = catalogueOf(language);
    this.#options = { ...this.#options, language };
    this.#reword();
  };

  /** Sets the form otherwise; options that are not named stay. */
  readonly configure = (options: Omit<CaseFormOptions, "initial" | "restore">): void => {
    const all = { ...this.#options, ...options };
    const { text, catalogue } = readOptions(caseOptions(all));
    const answer = this.#ask((core) =>
      core.form_configure(this.#number, text ?? "", all.show ?? "left", all.draft ?? true),
    );
    this.#options = all;
    this.#catalogue = catalogue;
    this.#reword();
    this.#take(answer);
  };

  /** A text of the form library in the form's language: the title of a summary, the word for "optional", and the like. */
  readonly text = (key: FormTextKey, params: Params = {}): string => {
    const own = this.#catalogue.form?.[key];
    return renderText(own ?? ENGLISH_FORM[key], params, own === undefined ? "en" : this.#catalogue.language);
  };

  /** The name of the place to go to first: that of the first error that is shown. */
  readonly firstProblem = (): string | undefined => this.#firstProblem()?.[0];

  /** Has the listener told of the first problem after a submit that failed, until the answer is called. */
  readonly whenProblem = (listener: ProblemListener): (() => void) => {
    this.#problemListeners.add(listener);
    return () => void this.#problemListeners.delete(listener);
  };

  /** Ends the form: nobody is told of anything any more, and its memory is given back. */
  readonly dispose = (): void => {
    this.#stopChecks();
    this.#listeners.clear();
    this.#problemListeners.clear();
    if (this.#number < 0) return;
    forgotten()?.unregister(this);
    this.#core.form_drop(this.#number);
    this.#number = -1;
  };

  readonly #message = (issue: Issue): string =>
    renderWith(issue, { catalogue: this.#catalogue, overrides: this.#options.messages });

  #begin(): void {
    const { text } = readOptions(caseOptions(this.#options));
    const { show = "left", draft = true } = this.#options;
    const core = this.#engine.core();
    const answer = this.#engine.askOf(core, (core) =>
      core.form_new(writeText(core, this.#first), text ?? "", show, draft),
    );
    const end = answer.indexOf("\n");
    this.#core = core;
    this.#number = Number(answer.slice(0, end));
    forgotten()?.register(this, { core, number: this.#number }, this);
    this.#take(answer.slice(end + 1));
  }

  #event(kind: EventName, place = "", rest = ""): void {
    if (this.#number < 0) throw new TypeError("this form was disposed of");
    const text = `${kind}\n${place}\n${rest}`;
    if (this.#submit.submitted || this.#submit.failure !== undefined) {
      if (kind !== "leave" && kind !== "begin_async_check") this.#submit = NOT_SUBMITTED;
    }
    this.#take(this.#ask((core) => core.form_event(this.#number, writeText(core, text))));
  }

  #ask(question: (core: FormCore) => string): string {
    try {
      return this.#engine.askOf(this.#core, question);
    } catch (error) {
      // The instance is gone, and the form in it; but every text is here.
      if ((error as Partial<SphinxCaseError>).reason === "trapped") this.#revive();
      throw error;
    }
  }

  #revive(): void {
    const draft = writeDraft(this.#snapshot.fields);
    const { submitCount } = this.#snapshot;
    forgotten()?.unregister(this);
    this.#begin();
    const again = (text: string) =>
      this.#engine.askOf(this.#core, (core) => core.form_event(this.#number, writeText(core, text)));
    this.#take(again(`restore\n\n${draft}`));
    if (submitCount > 0) this.#take(again("submit\n\n"));
  }

  #take(answer: string): void {
    const changes = JSON.parse(answer) as Changes;
    const before: Snapshot | undefined = this.#snapshot;
    const fields = changedFields((name) => before?.field(name), changes, this.#message);
    this.#publish(
      changes.whole || before === undefined
        ? new Snapshot(fields, changes.form, this.#submit, this.#catalogue)
        : before.next(fields, changes.form, this.#submit, this.#catalogue),
    );
  }

  #setSubmit(state: SubmitState): void {
    this.#submit = state;
    if (this.#number >= 0) this.#publish(this.#snapshot.next(new Map(), this.#snapshot, state, this.#catalogue));
  }

  #reword(): void {
    const fields = reworded(this.#snapshot.fields, this.#message);
    this.#publish(new Snapshot(fields, this.#snapshot, this.#submit, this.#catalogue));
  }

  #publish(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    for (const listener of [...this.#listeners]) listener(this.#snapshot);
  }

  #place(path: FieldPath): FieldState {
    const name = placeName(path);
    const field = this.#snapshot.field(name);
    if (field === undefined) throw new TypeError(`this form has no field or row "${name}"`);
    return field;
  }

  #empty(name: string): string {
    const kind = this.#snapshot.field(name)?.kind;
    return kind === "list" ? "[]" : kind === "group" ? "{}" : "";
  }

  #firstProblem(): [string, Issue] | undefined {
    const issue = this.#snapshot.shown.find(({ severity }) => severity === "error");
    if (issue === undefined) return undefined;
    // What is about the request as a whole names the fields that it is about.
    const fields = issue.name === "" && "fields" in issue.params ? issue.params.fields : [];
    return [fields[0] ?? issue.name, issue];
  }

  #pointOut(): string | undefined {
    const first = this.#firstProblem();
    if (first !== undefined) for (const listener of [...this.#problemListeners]) listener(...first);
    return first?.[0];
  }

  #stopChecks(): void {
    for (const controller of this.#checks.values()) controller.abort();
    this.#checks.clear();
  }
}

/** The options that every function takes, without those of forms. */
function caseOptions({ initial, restore, show, draft, messages, ...options }: CaseFormOptions): CaseFormOptions {
  return options;
}

/** A request as JSON; it may be JSON text already. */
function requestJson(request: CaseInput | string): string {
  return typeof request === "string" ? request : jsonOf(request);
}

function count(index: number): string {
  if (Number.isSafeInteger(index) && index >= 0) return String(index);
  throw new TypeError(`the index of a row must be a whole number from 0, was ${String(index)}`);
}

function said({ message, severity, status, code }: SaidIssue): Record<string, unknown> {
  return { message, severity, status: status ?? 0, code };
}
