/** axe on a page that stands still. */
import axe from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe finds, one text for each rule. Transitions end first: in the middle of one, an element has colors that
 * nobody is meant to read. Animations that never end are left alone.
 */
export async function axeFinds(page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (runOnly) => {
    const running = () =>
      document.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
    for (let left = running(); left.length > 0; left = running()) {
      await Promise.allSettled(left.map(({ finished }) => finished));
    }
    return (await window.axe.run(document, { runOnly })).violations;
  }, TAGS);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html}\n${node.failureSummary}`).join("\n")}`,
  );
}
