/** Finds the relay. While it cannot be reached, the page says so and tries again. */
import { byId } from "../ui/element.js";
import { t } from "../ui/language.js";
import { confirm } from "../ui/status.js";
import { findRelay } from "./relay.js";

/** The pause before the second attempt, in milliseconds. Each pause is twice as long as the one before, up to the maximum. */
const FIRST_PAUSE = 5_000;
const MAX_PAUSE = 60_000;

/** Waits until it is time for another attempt, the user wants one, or the browser is online again. */
function nextAttempt(pause) {
  const button = byId("unreachable-retry");
  return new Promise((resolve) => {
    const end = (isWanted) => {
      clearTimeout(timer);
      button.removeEventListener("click", onClick);
      removeEventListener("online", onOnline);
      resolve(isWanted);
    };
    const onClick = () => end(true);
    const onOnline = () => end(false);
    const timer = setTimeout(() => end(false), pause);
    button.addEventListener("click", onClick);
    addEventListener("online", onOnline);
  });
}

/**
 * Finds the relay, however long that takes.
 * @param onUnreachable is called when it cannot be reached
 */
export async function connect(onUnreachable) {
  const banner = byId("unreachable");
  let isWanted = false;
  for (let pause = FIRST_PAUSE; !(await findRelay()); pause = Math.min(pause * 2, MAX_PAUSE)) {
    if (banner.hidden) {
      banner.hidden = false;
      onUnreachable();
      confirm(`${t("unreachable")} ${t("unreachable_more")}`);
    } else if (isWanted) {
      confirm(t("unreachable"));
    }
    isWanted = await nextAttempt(pause);
  }
  if (banner.hidden) return;
  const hadFocus = banner.contains(document.activeElement);
  banner.hidden = true;
  if (hadFocus) byId("form-heading").focus();
  confirm(t("reachable"));
}
