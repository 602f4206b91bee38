/** Builds payloads. */

import type {
  CaseOptions,
  CasePayloads,
  ExplicitOptions,
  RequestInput,
  RevisionName,
  RevisionOptions,
  SparseCasePayload,
} from "../generated/types.js";
import { acceptBody } from "./accept.js";
import { type CoreFunction, callWithInput, type callWithValue } from "./input.js";
import { type ReadOptions, readOptions } from "./options.js";
import { type BuildResult, builtPayload, type LazyPayload, payloadOf, readBuild, splitBuild } from "./results.js";

/**
 * Builds the request body, or returns all issues that prevent it.
 *
 * ```ts
 * const built = buildPayload({ customer: { full_name: "Ada Lovelace" }, checks: [{ check_type: "PEP" }] });
 * if (built.ok) await fetch(url, { method: "POST", body: built.body });
 * else for (const { name, message } of built.errors) console.log(`${name}: ${message}`);
 * ```
 *
 * @param input an object (see {@link CaseInput}), JSON text, or JSON text as UTF-8 bytes. It is not modified. Up to `maxBytes`
 *   (default: 10 MiB) and 128 levels of arrays and objects.
 * @returns the payload, or all issues. An invalid request never throws.
 * @throws TypeError when an option is invalid.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function buildPayload<Revision extends RevisionName>(
  input: RequestInput<Revision>,
  options: RevisionOptions<Revision>,
): BuildResult<CasePayloads[Revision]>;
export function buildPayload(input: RequestInput, options?: ExplicitOptions): BuildResult;
export function buildPayload(input: RequestInput, options?: CaseOptions): BuildResult<SparseCasePayload>;
export function buildPayload(input: RequestInput, options?: CaseOptions): BuildResult {
  return buildWith(input, readOptions(options), callWithInput);
}

/** Builds the payload of an input without the core if it is accepted, and otherwise with it. */
export function buildWith(input: unknown, options: ReadOptions, callCore: typeof callWithValue): BuildResult {
  const accepted = acceptBody(input, options);
  if (accepted !== undefined) return builtPayload(accepted.body, accepted.defaulted, [], PAYLOAD);
  return readBuild(splitBuild(callCore(input, options, build)), options.catalogue);
}

/** The integers of an accepted request are exact as numbers. */
const PAYLOAD: LazyPayload = {
  enumerable: true,
  configurable: true,
  get() {
    return payloadOf(this, JSON.parse);
  },
};

/** The function `build` of the core. */
export const build: CoreFunction = (core, length, host, options) => core.build(length, host, options);
