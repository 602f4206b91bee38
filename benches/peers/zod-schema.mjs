/** The request in zod 4, imported the way its documentation does; its JIT (`new Function`) is left on. */
import * as z from "zod";

const text = (max) => z.string().regex(/\S/).max(max);
const openText = z.string().regex(/\S/);
const documentIds = z.array(z.int().min(1));
const days = z.int().min(-1).max(2147483647);

/** Everything a peer exports, for one spelling of free JSON. */
export function zodPeer(name, freeJson) {
  const customer = z.strictObject({
    full_name: text(255),
    external_id: text(255).nullable().optional(),
    customer_type: z.enum(["INDIVIDUAL", "COMPANY", ""]).nullable().optional(),
    input_details: freeJson.optional(),
    delete_after: days.optional(),
  });

  const check = z.strictObject({
    check_type: openText.nullable().optional(),
    input_details: freeJson.optional(),
    document_ids: documentIds.optional(),
    delete_after: days.optional(),
  });

  const schema = z
    .strictObject({
      customer_id: z.int().min(1).optional(),
      customer: customer.optional(),
      webhook_url: z
        .url({ protocol: /^https?$/ })
        .max(511)
        .nullable()
        .optional(),
      checks: z.array(check).optional(),
      document_ids: documentIds.optional(),
      delete_after: days.default(-1),
      case_config: z
        .string()
        .regex(/^[-A-Za-z0-9_]+$/)
        .optional(),
      auto_start: z.boolean().default(true),
    })
    .superRefine((request, context) => {
      const existing = request.customer_id !== undefined;
      const created = request.customer !== undefined;
      if (!existing && !created) context.addIssue({ code: "custom", path: [], message: "required_one_of" });
      if (existing && created) context.addIssue({ code: "custom", path: ["customer"], message: "exclusive" });
      if (request.checks?.length && request.case_config !== undefined) {
        context.addIssue({ code: "custom", path: ["case_config"], message: "exclusive" });
      }
    });

  return {
    name,
    schema,
    fromText: (json) => JSON.stringify(schema.parse(JSON.parse(json))),
    parse: (object) => schema.parse(object),
    toBody: (object) => JSON.stringify(schema.parse(object)),
    issuesOf: (object) => schema.safeParse(object).error?.issues ?? [],
  };
}
