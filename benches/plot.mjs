/** A plot of the ratios of sphinx-case to its peers, as SVG. */
import { OURS } from "./bundle.mjs";

const WIDTH = 980;
const LABELS = 540;
const ROW = 26;
const TOP = 34;
const SCALE_TO = 8;

/** Bars with the spread as a line and the target as a mark. A bar beyond the scale is cut, and its figure says how long it is. */
export function plot(measurements) {
  const rows = measurements.map(({ title, baseline, target, verdict, better, peers }) => ({
    ...{ title, baseline, target, verdict, better },
    ...peers.find(({ peer }) => peer === OURS).toBaseline,
  }));
  const x = (value) => LABELS + (Math.min(value, SCALE_TO) / SCALE_TO) * (WIDTH - LABELS - 60);
  const height = TOP + rows.length * ROW + 10;
  const bars = rows.map(({ title, baseline, target, verdict, better, median, low, high }, index) => {
    const y = TOP + index * ROW;
    const middle = y + 8;
    const sign = better === "faster" ? "≥" : "≤";
    const mark =
      target === undefined
        ? ""
        : `<path class="target" d="M${x(target)} ${y - 3}v22"><title>target ${sign} ${target}</title></path>`;
    return `<text class="label" x="${LABELS - 8}" y="${middle + 4}">${escaped(title)} (${better === "faster" ? "speed" : "time"} / ${escaped(baseline)})</text>
<rect class="${verdict === undefined ? "open" : verdict.isMet ? "met" : "missed"}" x="${LABELS}" y="${y}" width="${x(median) - LABELS}" height="16"/>
<path class="spread" d="M${x(low)} ${middle}H${x(high)}"/>${mark}
<text x="${x(Math.max(high, median, target ?? 0)) + 6}" y="${middle + 4}">${median.toFixed(2)}×</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Ratios of sphinx-case to its peers">
<style>text{font:12px system-ui,sans-serif;fill:#222}.label{text-anchor:end}.met{fill:#2f7d6b}.missed{fill:#b4532a}.open{fill:#8a8f94}.spread{stroke:#222;stroke-width:2}.target{stroke:#222;stroke-dasharray:3 2}.one{stroke:#999}@media(prefers-color-scheme:dark){text{fill:#ddd}.spread,.target{stroke:#eee}}</style>
<text x="8" y="14">The grey line is 1×. Dashed: the target. Black: the middle half of the processes. Brown: the target is missed. Grey: no target.</text>
<path class="one" d="M${x(1)} ${TOP - 8}V${height - 6}"/>
${bars.join("\n")}
</svg>
`;
}

const escaped = (text) => text.replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`);
