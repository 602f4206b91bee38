/** From a request to the exact body that is sent. */

import type { CaseOptions } from "../generated/types.js";
import { askAbout, type Question } from "./input.js";
import { readOptions } from "./options.js";
import { type BuildResult, cutBuild, readBuild } from "./results.js";

/**
 * Builds the request body, or says every reason why not.
 *
 * @param input an object (see {@link CaseInput}), JSON text, or JSON text as UTF-8 bytes. Never changed.
 * @throws TypeError when an option makes no sense. A bad request is never thrown: it is an issue.
 */
export function buildPayload(input: unknown, options?: CaseOptions): BuildResult {
  const read = readOptions(options);
  return readBuild(cutBuild(askAbout(input, read, build)), read.catalogue);
}

/** The core's `build`, as a question. */
export const build: Question = (core, length, host, options) => core.build(length, host, options);
