/** Builds payloads. */

import type { CaseOptions, ExplicitOptions, RequestInput, SparseCasePayload } from "../generated/types.js";
import { type CoreFunction, callWithInput } from "./input.js";
import { readOptions } from "./options.js";
import { type BuildResult, readBuild, splitBuild } from "./results.js";

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
export function buildPayload(input: RequestInput, options?: ExplicitOptions): BuildResult;
export function buildPayload(input: RequestInput, options?: CaseOptions): BuildResult<SparseCasePayload>;
export function buildPayload(input: RequestInput, options?: CaseOptions): BuildResult {
  const read = readOptions(options);
  return readBuild(splitBuild(callWithInput(input, read, build)), read.catalogue);
}

/** The function `build` of the core. */
export const build: CoreFunction = (core, length, host, options) => core.build(length, host, options);
