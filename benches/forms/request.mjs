/** The form that is measured: a case with 50 checks, and the keys that are pressed in one of its fields. */

export const CHECKS = 50;
export const FIELD = "customer.external_id";
/** A field of a row in the middle. */
export const ROW_FIELD = "checks[25].check_type";

/** The request that the form starts with. */
export function startingRequest() {
  return {
    customer: { full_name: "Ada Lovelace", external_id: "a", customer_type: "INDIVIDUAL", input_details: {} },
    webhook_url: "https://example.com/hook",
    checks: Array.from({ length: CHECKS }, (_, index) => ({
      check_type: "ADVERSE_MEDIA",
      input_details: { note: `check ${index}` },
      document_ids: [index + 1],
      delete_after: 30,
    })),
    delete_after: 365,
    auto_start: true,
  };
}

/** What is typed into each, again and again from the first character. */
const TYPED = { [FIELD]: "CUST-2026-000000000000000000000000000001", [ROW_FIELD]: "ADVERSE_MEDIA" };

/** The text of a field after so many keys. */
export function textAfter(name, key) {
  const text = TYPED[name];
  return text.slice(0, 1 + (key % text.length));
}
