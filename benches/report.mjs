/** Turns the series into ratios, tables, verdicts on the targets, and the list of where we are slower. */
import { judge, verdictText } from "./bounds.mjs";
import { BASELINE, OURS } from "./bundle.mjs";
import { median, pairedRatio, quantile } from "./statistics.mjs";

/**
 * One measured thing. `series` is peer → one number per round, always "less is better".
 * `better: "faster"`: ratios are speeds (zod's time / the peer's), more is better, `target` is a least value.
 * `better: "less"`: ratios are times (the peer's / zod's), less is better, `target` is a greatest value.
 */
export function measure({ title, unit, series, better, target, baseline = BASELINE }) {
  const compare = (peer, to) =>
    better === "faster" ? pairedRatio(series[to], series[peer]) : pairedRatio(series[peer], series[to]);
  const peers = Object.keys(series).map((peer) => ({
    peer,
    median: median(series[peer]),
    toBaseline: compare(peer, baseline),
    // Always as our speed against theirs, so that below 1 means that we are slower, whatever the table shows.
    oursAgainst: pairedRatio(series[peer], series[OURS]),
  }));
  const reached = peers.find(({ peer }) => peer === OURS).toBaseline.median;
  const verdict = target === undefined ? undefined : judge(title, reached, target, better);
  return { title, unit, better, target, baseline, reached, verdict, peers };
}

const times = (ratio) => `${ratio.toFixed(2)}×`;
const range = ({ median, low, high }) => `${times(median).padStart(8)}  (${low.toFixed(2)}–${high.toFixed(2)})`;

function targetText({ better, target, verdict }) {
  if (target === undefined) return "reported only, no target";
  return `target ${better === "faster" ? "at least" : "at most"} ${times(target)}: ${verdictText(verdict)}`;
}

/** A median in its unit; warm calls are given as calls per second too. */
function amount(value, unit) {
  if (unit === "ms") return `${value.toFixed(1).padStart(8)} ms`;
  const perSecond = Math.round(1e9 / value).toLocaleString("en");
  return `${(value / 1000).toFixed(2).padStart(8)} µs ${perSecond.padStart(11)}/s`;
}

export function table(measured) {
  const { title, unit, better, peers, baseline } = measured;
  const lines = [
    `\n${title} (${better === "faster" ? "speed" : "time"} against ${baseline}; middle half of the rounds) – ${targetText(measured)}`,
  ];
  for (const { peer, median: value, toBaseline } of peers) {
    lines.push(`  ${peer.padEnd(15)} ${amount(value, unit)} ${range(toBaseline)}`);
  }
  return lines.join("\n");
}

/**
 * The cold start seen from outside. It is the difference of two processes, each with the noise of starting one, so it
 * is shown as it is and takes no part in ratios, targets or the list of where we are slower.
 */
export function processTable(series) {
  const lines = ["\nThe same from outside: the whole process less an empty Node process (middle half of the rounds)"];
  for (const [peer, milliseconds] of Object.entries(series)) {
    const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(milliseconds, share).toFixed(1));
    lines.push(`  ${peer.padEnd(15)} ${middle.padStart(8)} ms  (${low}–${high})`);
  }
  return lines.join("\n");
}

/** Every place where a peer beats us, worst first; `close` ones are within the spread of their rounds. */
export function slower(measurements) {
  return measurements
    .flatMap(({ title, peers }) => peers.map(({ peer, oursAgainst }) => ({ title, peer, ...oursAgainst })))
    .filter(({ peer, median }) => peer !== OURS && median < 1)
    .sort((a, b) => a.median - b.median)
    .map((place) => ({ ...place, close: place.high >= 1 }));
}

export function slowerText(places) {
  if (places.length === 0) return "\nNo peer was faster than sphinx-case anywhere.";
  const lines = places.map(
    ({ title, peer, median, low, high, close }) =>
      `  ${`${median.toPrecision(2)}×`.padStart(7)} of the speed of ${peer.padEnd(15)} ${title} (${low.toFixed(2)}–${high.toFixed(2)})${close ? ", within the spread" : ""}`,
  );
  return ["\nWhere sphinx-case is slower (its speed as a share of the peer's):", ...lines].join("\n");
}
