/**
 * `sphinx-case/lines`: many requests, one JSON text a line (NDJSON), through a web TransformStream. For scripts and
 * workers in any runtime. Memory stays flat: nothing but the line being read is kept, and of a line that is too long not even that.
 */

import type { CaseOptions, Catalogue } from "../generated/types.js";
import { build } from "../request/build.js";
import { askAboutBytes, askAboutLength, requireOptions } from "../request/input.js";
import type { ReadOptions } from "../request/options.js";
import { type BuildParts, type BuildResult, cutBuild, readBuild, readCheck } from "../request/results.js";
import { toBytes } from "../values/utf8.js";
import { type Line, LineSplitter } from "./splitter.js";

/** The outcome of one line: its number (from 1, blank lines counted) and what `buildPayload` answers. */
export type LineResult = { readonly line: number } & BuildResult;

/** Output is handed on when it has grown to about this many UTF-16 units, or a chunk of input is used up. */
const BATCH = 1 << 16;

/**
 * Bytes (or text) in, bytes out: for each line that is not blank either the exact request body, or
 * `{"line":12,"issues":[…]}`, in order. A bad line never stops the rest.
 *
 * A span within an issue counts from the beginning of its own line. `omitted` follows `issues` when not all are listed.
 *
 * @throws TypeError when an option makes no sense.
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
 * The same, with each line's outcome as data: `{ line, ok: true, body, payload, defaulted, warnings }` or `{ line, ok: false, issues, omitted }`.
 *
 * @throws TypeError when an option makes no sense.
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
  const read = requireOptions(options); // now, and not when the first line comes
  const splitter = new LineSplitter(read.maxBytes);
  const passOn = (lines: Iterable<Line>, controller: Controller<Output>): void => {
    for (const line of lines) emit(line.number, buildLine(line, read), controller, read.catalogue);
    sent(controller);
  };
  return new TransformStream<Uint8Array | string, Output>({
    transform: (chunk, controller) => passOn(splitter.push(chunk), controller),
    flush: (controller) => passOn(splitter.end(), controller),
  });
}

function buildLine({ bytes, length }: Line, options: ReadOptions): BuildParts {
  const answer = bytes === undefined ? askAboutLength(length, options, build) : askAboutBytes(bytes, options, build);
  return cutBuild(answer);
}

function failureLine(line: number, { check }: BuildParts & { ok: false }, catalogue: Catalogue): string {
  const { issues, omitted } = readCheck(check, catalogue);
  return `${JSON.stringify(omitted === 0 ? { line, issues } : { line, issues, omitted })}\n`;
}
