/** The receipt of a created case: its number, time and status, and what was sent. */
import { caseLines } from "../relay/case-status.js";
import { isSandbox } from "../relay/relay.js";
import { drawJson } from "../request/payload-view.js";
import { byId, descriptionLine, element } from "../ui/element.js";
import { currentLanguage, t } from "../ui/language.js";
import { drawSections } from "./sections.js";

/** Shows the case as the API returned it. */
export function showCaseFacts(current) {
  const { id, created_at: createdAt, customer } = current;
  const time = createdAt && new Date(createdAt);
  const facts = [descriptionLine(t("case_number"), String(id))];
  if (time && !Number.isNaN(time.getTime())) {
    const text = time.toLocaleString(currentLanguage(), { dateStyle: "long", timeStyle: "long" });
    facts.push(descriptionLine(t("case_created"), element("time", { datetime: createdAt }, text)));
  }
  if (customer?.full_name) facts.push(descriptionLine(t("customer_heading"), element("bdi", {}, customer.full_name)));
  byId("case-facts").replaceChildren(...facts, ...caseLines(current));
}

/** Shows the request as it was sent. After a reload of the page it is not there anymore. */
export function showSent(request) {
  byId("receipt-sandbox").hidden = !isSandbox();
  byId("receipt-sent").hidden = request === undefined;
  byId("receipt-none").hidden = request !== undefined;
  if (!request) return;
  byId("receipt-list").replaceChildren(...drawSections(request, { level: 4 }));
  byId("receipt-payload").replaceChildren(...drawJson(request.body, { pretty: false }).parts);
}
