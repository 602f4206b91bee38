/**
 * While a pointer is pressed, no field is left: an issue that appears would move the button away from under the pointer, and
 * the press would be lost.
 */

/** The events that end a press; also the change of a select: Safari sends no `pointerup` after a press on one. */
const ENDS = ["pointerup", "pointercancel", "dragend", "keydown"];
/** A press that ends without any event may not hide issues for longer, in milliseconds. */
const LIMIT = 2000;

let watchers = 0;
/** Removes the listeners that wait for the end of the press; undefined while no pointer is pressed. */
let press: AbortController | undefined;
let waiting: (() => void)[] = [];

/** Follows the pointer from now on. Returns a function that ends this. */
export function watchPresses(): () => void {
  if (watchers++ === 0) addEventListener("pointerdown", begin, true);
  return () => {
    if (--watchers > 0) return;
    removeEventListener("pointerdown", begin, true);
    end();
  };
}

/** Calls the function when no pointer is pressed: now, or after the press and its click. */
export function afterPress(run: () => void): void {
  if (!press) return run();
  if (waiting.push(run) === 1) setTimeout(end, LIMIT);
}

function begin(): void {
  end();
  press = new AbortController();
  const { signal } = press;
  const later = () => setTimeout(() => signal.aborted || end());
  for (const name of ENDS) addEventListener(name, later, { capture: true, signal });
  const ifReleased = (event: Event) => (event as PointerEvent).buttons || later();
  for (const name of ["pointermove", "pointerover"]) addEventListener(name, ifReleased, { capture: true, signal });
  const ifSelect = ({ target }: Event) => (target as Element).tagName === "SELECT" && later();
  addEventListener("change", ifSelect, { capture: true, signal });
}

function end(): void {
  press?.abort();
  press = undefined;
  const runs = waiting;
  waiting = [];
  for (const run of runs) run();
}
