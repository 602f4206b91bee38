/**
 * A text area with line numbers and highlighted issues. The text stays in the text area, so selection, undo, screen readers
 * and forced colors work as usual. Numbers and highlights are drawn next to and behind it, for the visible lines only, so that
 * texts of a hundred thousand lines scroll fast.
 */
import { byId, element } from "../ui/element.js";

/** Lines drawn above and below the visible ones, so that a quick scroll shows no gap. */
const MARGIN = 8;

/** The maximum length of a line with highlights. In a longer line only the number is highlighted, because drawing it is slow. */
const LONGEST_MARKED_LINE = 4000;

/**
 * Text up to this length is pasted and replaced by the browser, so that Ctrl+Z brings the old one back. For
 * longer text its editing is too slow (seconds for a megabyte of short lines), so it is set at once instead.
 */
const LONGEST_UNDOABLE = 300_000;

export class Editor {
  #area = byId("request");
  #gutter = document.querySelector(".gutter-lines");
  #gutterBox = document.querySelector(".gutter");
  #highlightLayer = document.querySelector(".marks");
  #lineStarts = [0];
  #highlights = new Uint32Array(0);
  #worst = new Map();
  #drawing = false;
  /** Whether the text is scrolled away from its beginning. */
  #isScrolled = false;
  #onCaret;

  /** @param handlers onInput(text), onCaret({ line, column }) */
  constructor({ onInput, onCaret }) {
    this.#onCaret = onCaret;
    this.#area.addEventListener("input", () => {
      this.#textChanged();
      onInput(this.text);
    });
    this.#area.addEventListener("paste", (event) => this.#paste(event));
    const onScroll = () => {
      this.#isScrolled = this.#area.scrollTop > 0 || this.#area.scrollLeft > 0;
      this.#drawSoon();
    };
    this.#area.addEventListener("scroll", onScroll, { passive: true });
    document.addEventListener("selectionchange", () => {
      if (document.activeElement === this.#area) this.#tellCaret();
    });
    new ResizeObserver(() => this.#drawSoon()).observe(this.#area);
    this.#gutterBox.addEventListener("click", (event) => this.#selectClickedLine(event));
  }

  get text() {
    return this.#area.value;
  }

  /** Shows the initial text. There is nothing to undo, and no handler is called. */
  start(text) {
    this.#area.value = text;
    this.#area.setSelectionRange(0, 0);
    this.#textChanged();
  }

  /** Shows a text from another part of the page. The scroll position is kept, and no handler is called. */
  follow(text) {
    if (text === this.text) return;
    // Reading or writing the position makes the browser lay out the whole page at once.
    const { scrollTop, scrollLeft } = this.#isScrolled ? this.#area : {};
    this.#area.value = text;
    if (this.#isScrolled) this.#area.scrollTo(scrollLeft, scrollTop);
    this.setHighlights(new Uint32Array(0));
    this.#textChanged();
  }

  /** Replaces the whole text as if it had been typed, so that it can be undone. It gets the focus. */
  replace(text) {
    this.#area.focus({ preventScroll: true });
    this.#area.select();
    const undoable = text.length + this.text.length <= LONGEST_UNDOABLE;
    if (!undoable || !document.execCommand("insertText", false, text)) this.#set(text, 0, this.text.length);
    this.#area.setSelectionRange(0, 0);
    this.#area.scrollTo(0, 0);
    this.#tellCaret();
    return undoable;
  }

  /** @param {Uint32Array} highlights four numbers for each issue: line (from 1), start, end (UTF-16 units), 1 for an error */
  setHighlights(highlights) {
    this.#highlights = highlights;
    this.#worst = new Map();
    let errors = false;
    for (let index = 0; index < highlights.length; index += 4) {
      const line = highlights[index] - 1;
      this.#worst.set(line, Math.max(this.#worst.get(line) ?? 0, highlights[index + 3]));
      errors ||= highlights[index + 3] === 1;
    }
    if (errors) this.#area.setAttribute("aria-invalid", "true");
    else this.#area.removeAttribute("aria-invalid");
    this.#drawSoon();
  }

  /** Selects a range, brings it into view and puts the focus there. */
  select({ start, end }) {
    const area = this.#area;
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, end);
    const { line, text } = this.#lineAt(start);
    const height = this.#lineHeight();
    const top = line * height;
    if (top < area.scrollTop || top + height * 2 > area.scrollTop + area.clientHeight) {
      area.scrollTop = Math.max(0, top - area.clientHeight / 3);
    }
    const left = this.#widthOf(text.slice(0, start - this.#lineStarts[line]));
    if (left < area.scrollLeft || left > area.scrollLeft + area.clientWidth * 0.8) {
      area.scrollLeft = Math.max(0, left - area.clientWidth / 3);
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    area.closest(".editor").scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    this.#tellCaret();
  }

  /** Goes to the next marked place after the caret (or the one before it), around the end. */
  selectNeighbour(forward) {
    const ranges = [];
    for (let index = 0; index < this.#highlights.length; index += 4) {
      ranges.push({ start: this.#highlights[index + 1], end: this.#highlights[index + 2] });
    }
    if (ranges.length === 0) return false;
    ranges.sort((a, b) => a.start - b.start || a.end - b.end);
    const { selectionStart: start, selectionEnd: end } = this.#area;
    const isAfter = (range) => range.start > start || (range.start === start && range.end > end);
    const isBefore = (range) => range.start < start || (range.start === start && range.end < end);
    this.select(forward ? (ranges.find(isAfter) ?? ranges[0]) : (ranges.findLast(isBefore) ?? ranges.at(-1)));
    return true;
  }

  #paste(event) {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (pasted.length <= LONGEST_UNDOABLE) return;
    event.preventDefault();
    this.#set(pasted.replace(/\r\n?/g, "\n"), this.#area.selectionStart, this.#area.selectionEnd);
  }

  /** Replaces a range by a text, without the undo of the browser. */
  #set(text, start, end) {
    // The gutter first: were it to grow afterwards, all lines would have to be laid out again.
    this.#fitGutter(text.split("\n").length + this.#lineStarts.length);
    this.#area.setRangeText(text, start, end, "end");
    this.#area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #fitGutter(lines) {
    this.#gutterBox.style.setProperty("--digits", String(Math.max(2, String(lines).length)));
  }

  #textChanged() {
    const text = this.text;
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
    this.#drawSoon();
    this.#tellCaret();
  }

  /** The line (from 0) that an offset is in, and its text. */
  #lineAt(offset) {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, text: this.#lineText(low, this.text) };
  }

  #lineText(line, text) {
    const next = this.#lineStarts[line + 1];
    return text.slice(this.#lineStarts[line], next === undefined ? text.length : next - 1);
  }

  #tellCaret() {
    const at = this.#area.selectionStart;
    const { line, text } = this.#lineAt(at);
    // Columns are counted in code points, as the issues count them.
    const column = Array.from(text.slice(0, at - this.#lineStarts[line])).length + 1;
    this.#onCaret({ line: line + 1, column });
  }

  #lineHeight() {
    return Number.parseFloat(getComputedStyle(this.#area).lineHeight);
  }

  #widthOf(text) {
    const style = getComputedStyle(this.#area);
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.font = `${style.fontSize} ${style.fontFamily}`;
    return canvas.measureText(text.replaceAll("\t", "  ")).width;
  }

  #drawSoon() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw();
    });
  }

  #draw() {
    const { scrollTop, scrollLeft, clientHeight } = this.#area;
    const height = this.#lineHeight();
    const count = this.#lineStarts.length;
    const first = Math.max(0, Math.floor(scrollTop / height) - MARGIN);
    const last = Math.min(count - 1, Math.ceil((scrollTop + clientHeight) / height) + MARGIN);
    const numbers = [];
    for (let line = first; line <= last; line += 1) {
      const worst = this.#worst.get(line);
      const kind = worst === undefined ? "" : worst === 1 ? " error" : " warning";
      numbers.push(element("div", { class: `line-number${kind}`, "data-line": line + 1 }, String(line + 1)));
    }
    this.#fitGutter(count);
    this.#gutter.replaceChildren(...numbers);
    this.#gutter.style.transform = `translateY(${first * height - scrollTop}px)`;
    this.#highlightLayer.replaceChildren(...this.#markedLines(first, last, height));
    this.#highlightLayer.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
  }

  /** The lines with highlights from first to last: transparent text with visible highlights. */
  #markedLines(first, last, height) {
    const byLine = new Map();
    for (let index = 0; index < this.#highlights.length; index += 4) {
      const line = this.#highlights[index] - 1;
      if (line < first || line > last) continue;
      if (!byLine.has(line)) byLine.set(line, []);
      byLine.get(line).push({
        start: this.#highlights[index + 1],
        end: this.#highlights[index + 2],
        error: this.#highlights[index + 3],
      });
    }
    const text = byLine.size > 0 ? this.text : "";
    return [...byLine].map(([line, highlights]) => {
      const drawn = element("div", { class: "marked-line" });
      drawn.style.top = `${line * height}px`;
      const content = this.#lineText(line, text);
      if (content.length > LONGEST_MARKED_LINE) return drawn;
      let at = 0;
      for (const highlight of highlights.sort((a, b) => a.start - b.start || b.error - a.error)) {
        const from = Math.max(at, highlight.start - this.#lineStarts[line]);
        const to = Math.min(content.length, highlight.end - this.#lineStarts[line]);
        if (to <= from) continue;
        drawn.append(content.slice(at, from));
        drawn.append(element("mark", { class: highlight.error ? "error" : "warning" }, content.slice(from, to)));
        at = to;
      }
      return drawn;
    });
  }

  /** A click on a marked number selects what is wrong in that line. */
  #selectClickedLine(event) {
    const line = Number(event.target.dataset?.line);
    for (let index = 0; index < this.#highlights.length; index += 4) {
      if (this.#highlights[index] !== line) continue;
      this.select({ start: this.#highlights[index + 1], end: this.#highlights[index + 2] });
      return;
    }
  }
}
