/** Reads the layout of a WebAssembly module: its sections, and its functions with their sizes and names. */

const SECTION_NAMES = [
  "custom",
  "type",
  "import",
  "function",
  "table",
  "memory",
  "global",
  "export",
  "start",
  "element",
  "code",
  "data",
  "data count",
  "tag",
];
const IMPORT = 2;
const CODE = 10;
const DATA = 11;
/** The kind of an import that is a function. */
const FUNCTION = 0;

/** A cursor over bytes that reads WebAssembly's numbers and names. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** An unsigned LEB128 number. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  name() {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.at - length, length).toString("utf8");
  }

  limits() {
    const flags = this.byte();
    this.number();
    if (flags & 1) this.number();
  }
}

/** The sections in their order: `{ id, name, size, start, end }`; `start` and `end` enclose the content. */
export function sections(bytes) {
  if (Buffer.from(bytes.subarray(0, 4)).toString("latin1") !== "\0asm") throw new Error("not a WebAssembly module");
  const reader = new Reader(bytes, 8);
  const found = [];
  while (reader.at < bytes.length) {
    const from = reader.at;
    const id = reader.byte();
    const size = reader.number();
    const start = reader.at;
    const end = start + size;
    const name = id === 0 ? `custom "${new Reader(bytes, start).name()}"` : (SECTION_NAMES[id] ?? `section ${id}`);
    found.push({ id, name, size: end - from, start, end });
    reader.at = end;
  }
  return found;
}

/** Every function defined in the module, as `{ name, size }`; the name is undefined where the module has no name for it. */
export function functions(bytes) {
  const all = sections(bytes);
  const code = all.find(({ id }) => id === CODE);
  if (code === undefined) return [];
  const imported = importedFunctions(bytes, all);
  const names = functionNames(bytes, all);
  const reader = new Reader(bytes, code.start);
  return Array.from({ length: reader.number() }, (_, place) => {
    const from = reader.at;
    const length = reader.number();
    reader.at += length;
    return { name: names.get(imported + place), size: reader.at - from };
  });
}

/** The initialised parts of memory, as `{ size }`, in their order. */
export function dataSegments(bytes) {
  const data = sections(bytes).find(({ id }) => id === DATA);
  if (data === undefined) return [];
  const reader = new Reader(bytes, data.start);
  return Array.from({ length: reader.number() }, () => {
    const kind = reader.number();
    if (kind === 2) reader.number();
    if (kind !== 1) while (reader.byte() !== 0x0b); // the offset, a constant expression
    const size = reader.number();
    reader.at += size;
    return { size };
  });
}

/** Imported functions take the first indices. */
function importedFunctions(bytes, all) {
  const section = all.find(({ id }) => id === IMPORT);
  if (section === undefined) return 0;
  const reader = new Reader(bytes, section.start);
  const skipDescription = [
    () => reader.number(), // function: its type
    () => {
      reader.byte();
      reader.limits();
    }, // table
    () => reader.limits(), // memory
    () => {
      reader.at += 2;
    }, // global: its type, and whether it changes
    () => {
      reader.byte();
      reader.number();
    }, // tag
  ];
  let count = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    skipDescription[kind]();
    if (kind === FUNCTION) count++;
  }
  return count;
}

/** index → name, from the custom section "name", which a stripped module does not have. */
function functionNames(bytes, all) {
  const names = new Map();
  const section = all.find(({ name }) => name === 'custom "name"');
  if (section === undefined) return names;
  const reader = new Reader(bytes, section.start);
  reader.name();
  while (reader.at < section.end) {
    const kind = reader.byte();
    const end = reader.number() + reader.at;
    if (kind === 1) {
      for (let left = reader.number(); left > 0; left--) names.set(reader.number(), reader.name());
    }
    reader.at = end;
  }
  return names;
}
