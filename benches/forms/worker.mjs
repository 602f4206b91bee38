/** One library's form in a process of its own; for each message `{ milliseconds }` it answers the nanoseconds of a key press. */

const [bundle, name] = process.argv.slice(2);
const { openForm } = await import(bundle);
const press = openForm(name);
const KEYS_AT_ONCE = 20;
let key = 0;

async function work(milliseconds) {
  const end = process.hrtime.bigint() + BigInt(Math.round(milliseconds * 1e6));
  const start = process.hrtime.bigint();
  let pressed = 0;
  while (pressed === 0 || process.hrtime.bigint() < end) {
    for (let more = 0; more < KEYS_AT_ONCE; more++) await press(key++);
    pressed += KEYS_AT_ONCE;
  }
  return Number(process.hrtime.bigint() - start) / pressed;
}

process.on("message", async ({ milliseconds }) => process.send({ nanoseconds: await work(milliseconds) }));
