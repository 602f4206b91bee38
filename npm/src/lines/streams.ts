/**
 * Reads many requests, one JSON text per line (NDJSON), through a web `TransformStream`. Memory use is constant: only the
 * current line is kept, and no line that is too long.
 */

import type { CaseOptions, Catalogue } from "../generated/types.js";
import { build } from "../request/build.js";
import { callForOversized, callWithBytes, requireOptions } from "../request/input.js";
import type { ReadOptions } from "../request/options.js";
import { type BuildParts, type BuildResult, readBuild, readCheck, splitBuild } from "../request/results.js";
import { toBytes } from "../values/utf8.js";
import { type Line, LineSplitter } from "./splitter.js";

/** The result of one line: its number (from 1, blank lines included) and the result of `buildPayload`. */
export type LineResult = { readonly line: number } & BuildResult;

/** Output is sent on when it has about this many UTF-16 units, or at the end of an input chunk. */
const BATCH = 1 << 16;

/**
 * Makes a stream that reads bytes or text and writes bytes: for each line that is not blank either the exact request body, or
 * `{"line":12,"issues":[…]}`, in the same order. An invalid line does not stop the others. The span of an issue is relative to
 * its line. If not all issues are listed, `omitted` has the number of the others.
 *
 * ```ts
 * await file.stream().pipeThrough(caseLines()).pipeTo(output);
 * ```
 *
 * @throws TypeError when an option is invalid, or the host has no web streams.
 */
export function caseLines(options?: CaseOptions): TransformStream<Uint8Array | string, Uint8Array> {
  let text = "";
  return lineStream<Uint8Array>(
    options,
    (line, parts, controller, catalogue) => {
      text += parts.ok ? `${parts.body}\n` : failureLine(line, parts, catalogue);
      if (text.length >= BATCH) send(controller);
    },
    send,
  );

  function send(controller: TransformStreamDefaultController<Uint8Array>): void {
    if (text !== "") controller.enqueue(toBytes(text));
    text = "";
  }
}

/**
 * The same with objects as output: `{ line, ok: true, body, payload, defaulted, warnings }` or
 * `{ line, ok: false, issues, omitted }`.
 *
 * @throws TypeError when an option is invalid.
 */
export function caseLineResults(options?: CaseOptions): TransformStream<Uint8Array | string, LineResult> {
  return lineStream<LineResult>(options, (line, parts, controller, catalogue) => {
    const built = readBuild(parts, catalogue);
    controller.enqueue(Object.defineProperties({ line }, Object.getOwnPropertyDescriptors(built)) as LineResult);
  });
}

type Controller<Output> = TransformStreamDefaultController<Output>;

function lineStream<Output>(
  options: CaseOptions | undefined,
  emit: (line: number, parts: BuildParts, controller: Controller<Output>, catalogue: Catalogue) => void,
  sent: (controller: Controller<Output>) => void = () => {},
): TransformStream<Uint8Array | string, Output> {
  const read = requireOptions(options); // now, not at the first line
  const splitter = new LineSplitter(read.maxBytes);
  const passOn = (lines: Iterable<Line>, controller: Controller<Output>): void => {
    for (const line of lines) emit(line.number, buildLine(line, read), controller, read.catalogue);
    sent(controller);
  };
  if (typeof TransformStream === "undefined")
    throw new TypeError(
      "sphinx-case/lines needs web streams, and this host has no TransformStream: load a polyfill first, or split the text into lines and call buildPayload for each.",
    );
  return new TransformStream<Uint8Array | string, Output>({
    transform: (chunk, controller) => passOn(splitter.push(chunk), controller),
    flush: (controller) => passOn(splitter.end(), controller),
  });
}

function buildLine({ bytes, length }: Line, options: ReadOptions): BuildParts {
  const answer = bytes === undefined ? callForOversized(length, options, build) : callWithBytes(bytes, options, build);
  return splitBuild(answer);
}

function failureLine(line: number, { check }: BuildParts & { ok: false }, catalogue: Catalogue): string {
  const { issues, omitted } = readCheck(check, catalogue);
  return `${JSON.stringify(omitted === 0 ? { line, issues } : { line, issues, omitted })}\n`;
}
