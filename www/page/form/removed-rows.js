/**
 * Undo for removed rows. A notice with the button stands where the row was; after Undo it is that of the row that was removed
 * before. The row gets its texts again, and everything that was changed since then stays.
 */
import { element } from "../ui/element.js";
import { t } from "../ui/language.js";
import { confirm } from "../ui/status.js";

/** The integers that a document ID can be, as JSON writes them. */
const INTEGER = /^(?:0|-?[1-9]\d*)$/;

const isIn = (name, row) => name.startsWith(row) && !/^\w/.test(name.slice(row.length));

const entriesOf = (form, row) => JSON.parse(form.draft()).entries.filter(({ name }) => isIn(name, row));

function splitRow(name) {
  const at = name.lastIndexOf("[");
  return { list: name.slice(0, at), index: Number(name.slice(at + 1, -1)) };
}

export class RemovedRows {
  #root;
  #form;
  #titleOf;
  /** The removed rows, the last one at the end. */
  #removed = [];
  #notice;
  #text = element("span", { id: "removed-text" });
  #undo = element("button", { type: "button", class: "button", "aria-describedby": "removed-text" });

  /** @param titleOf returns the title of a row by its name */
  constructor(root, form, titleOf) {
    this.#root = root;
    this.#form = form;
    this.#titleOf = titleOf;
    this.#notice = element("li", { class: "removed", id: "removed" }, this.#text, " ", this.#undo);
    this.#undo.addEventListener("click", () => this.#restoreLast());
    // Before the listener of the form, which would move the focus to the next row, and then mark its first field as left.
    root.addEventListener(
      "click",
      (event) => {
        const row = event.target.closest("[data-case-remove]")?.closest("[data-case-row]");
        if (!row) return;
        event.stopPropagation();
        this.#remove(row.getAttribute("data-case-row"));
      },
      { capture: true },
    );
  }

  /** Forgets all of them: another request is in the form. */
  clear() {
    this.#removed = [];
    this.show();
  }

  #remove(name) {
    this.#removed.push(this.#read(name));
    this.#form.remove(name);
    this.show();
    this.#undo.focus();
    confirm(this.#text.textContent);
  }

  /** Shows the notice at its place. */
  show() {
    const last = this.#removed.at(-1);
    const list = last && this.#listOf(last);
    const place = list === undefined ? null : this.#root.querySelector(`[data-case-list="${CSS.escape(list)}"]`);
    if (!place) return this.#notice.remove();
    this.#undo.textContent = t("undo");
    this.#text.textContent = `${this.#form.text("row_removed", { row: this.#titleOf(`${last.list}[${last.index}]`) })}.`;
    const index = this.#indexFor(last, list);
    const next = place.querySelector(`:scope > [data-case-row="${CSS.escape(`${list}[${index}]`)}"]`);
    if (this.#notice.parentElement === place && this.#notice.nextElementSibling === next) return;
    const hadFocus = document.activeElement === this.#undo;
    place.insertBefore(this.#notice, next);
    if (hadFocus) this.#undo.focus({ preventScroll: true });
  }

  #field(name) {
    return this.#form.getSnapshot().fields.get(name);
  }

  #rowsOf(list) {
    return this.#field(list)?.rows ?? [];
  }

  /** A row with its texts, and the ids of the rows around it, which stay the same when rows are added or moved. */
  #read(name) {
    const { list, index } = splitRow(name);
    const rows = this.#rowsOf(list);
    const outer = /^(.*\[\d+\])\.(\w+)$/.exec(list);
    return {
      list,
      index,
      id: rows[index],
      previous: rows[index - 1],
      next: rows[index + 1],
      outer: outer && { id: this.#field(outer[1]).id, list: splitRow(outer[1]).list, key: outer[2] },
      entries: entriesOf(this.#form, name).map((entry) => ({ ...entry, name: entry.name.slice(name.length) })),
    };
  }

  /** The name of the list now: the row around it may have moved. Undefined if that row is removed. */
  #listOf({ list, outer }) {
    if (!outer) return list;
    const index = this.#rowsOf(outer.list).indexOf(outer.id);
    return index < 0 ? undefined : `${outer.list}[${index}].${outer.key}`;
  }

  #indexFor({ previous, next, index }, list) {
    const rows = this.#rowsOf(list);
    if (rows.includes(next)) return rows.indexOf(next);
    return rows.includes(previous) ? rows.indexOf(previous) + 1 : Math.min(index, rows.length);
  }

  #restoreLast() {
    const row = this.#removed.pop();
    const list = this.#listOf(row);
    const index = this.#indexFor(row, list);
    const name = `${list}[${index}]`;
    const entries = row.entries.map((entry) => ({ ...entry, name: name + entry.name }));
    const before = JSON.parse(this.#form.draft());
    this.#form.insert(list, index);
    this.#enter(name, entries);
    if (JSON.stringify(entriesOf(this.#form, name)) !== JSON.stringify(entries)) {
      // Values that only JSON text expresses, such as those of unknown fields.
      this.#form.restore(withRow(before, list, index, entries));
    }
    this.#follow(row.id, this.#rowsOf(list)[index]);
    this.show();
    const restored = this.#root.querySelector(`[data-case-row="${CSS.escape(name)}"]`);
    restored.querySelector(":is(input, select, textarea):not([type=hidden])")?.focus();
    confirm(t("row_restored", { row: this.#titleOf(name) }));
  }

  /** Enters the texts into the new row. */
  #enter(name, entries) {
    for (const list of new Set(entries.map((entry) => splitRow(entry.name).list).filter((list) => isIn(list, name)))) {
      if (list === name || !entries.some((entry) => isRowOf(entry.name, list))) continue;
      const texts = entries.filter((entry) => isRowOf(entry.name, list)).map(({ text }) => text);
      this.#form.set(
        list,
        texts.map((text) => (INTEGER.test(text) ? BigInt(text) : text)),
      );
    }
    for (const entry of entries) {
      const field = this.#field(entry.name);
      if (!field) continue;
      if (entry.text !== undefined && entry.json === undefined && field.value !== entry.text)
        this.#form.set(entry.name, entry.text);
      if (entry.json !== undefined) this.#form.set(entry.name, JSON.parse(entry.json));
      if (entry.touched) this.#form.blur(entry.name);
    }
  }

  /** The restored row has another id than the removed one, to which other removed rows refer. */
  #follow(old, id) {
    for (const row of this.#removed) {
      if (row.previous === old) row.previous = id;
      if (row.next === old) row.next = id;
      if (row.outer?.id === old) row.outer.id = id;
    }
  }
}

const isRowOf = (name, list) => /\[\d+\]$/.test(name) && splitRow(name).list === list;

/** A draft with a row inserted into a list. */
function withRow({ version, entries }, list, index, row) {
  const moved = entries.map((entry) => {
    const at = entry.name.startsWith(`${list}[`) ? Number.parseInt(entry.name.slice(list.length + 1), 10) : -1;
    if (at < index) return entry;
    return { ...entry, name: `${list}[${at + 1}${entry.name.slice(`${list}[${at}`.length)}` };
  });
  return JSON.stringify({ version, entries: [...moved, ...row] });
}
