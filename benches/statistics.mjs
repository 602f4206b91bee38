/** The few statistics that the tables need. */

/** The value below which `share` (0…1) of the numbers lie, interpolated. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = (numbers) => quantile(numbers, 0.5);

/**
 * Two series measured in the same rounds, as `of / to` round by round: what slowed the whole machine in a round
 * slowed both, and drops out. `low` and `high` enclose the middle half of the rounds.
 */
export function pairedRatio(of, to) {
  const ratios = of.map((value, round) => value / to[round]);
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
