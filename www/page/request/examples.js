/** The example requests. Their names are in `texts/`. Names and addresses are invented or reserved for examples. */
import { format } from "../formats/json-layout.js";

const text = (value) => format(JSON.stringify(value));

const fiftyChecks = () => {
  const types = ["NAME_CHECK", "SANCTION", "ADVERSE_MEDIA", "PEP", "PROOF_OF_ADDRESS", "SOURCE_OF_FUNDS", "CRA"];
  return {
    customer: {
      full_name: "Nordwind Handels GmbH",
      external_id: "company-8841",
      customer_type: "COMPANY",
      input_details: { country: "DE", registration_number: "HRB 204177" },
    },
    webhook_url: "https://example.com/webhook/case-complete",
    checks: Array.from({ length: 50 }, (_, index) => ({
      check_type: types[index % types.length],
      input_details: { reference: `shareholder-${index + 1}`, share: Number((100 / 50).toFixed(1)), rank: index + 1 },
      document_ids: [7000 + index],
    })),
    delete_after: 365,
  };
};

export const EXAMPLES = [
  {
    key: "existing",
    text: () =>
      text({
        customer_id: 123,
        webhook_url: "https://example.com/webhook/case-complete",
        checks: [{ check_type: "SANCTION" }, { check_type: "PEP" }],
        delete_after: 30,
      }),
  },
  {
    key: "existing_documented",
    text: () => text({ customer_id: 123, webhook_url: "https://example.com/webhook/case-complete", delete_after: 30 }),
  },
  {
    key: "new_documented",
    text: () =>
      text({
        customer: {
          external_id: "cust-james-torres-1997",
          full_name: "James Torres",
          customer_type: "INDIVIDUAL",
          input_details: { dob: "1997-03-26", nationality: "US" },
        },
        checks: [
          {
            check_type: "ADVERSE_MEDIA",
            input_details: {
              media_hits: [
                { url: "http://interactives.wivb.com/photomojo/gallery/13470/1/", source: "interactives.wivb.com" },
              ],
            },
          },
        ],
      }),
  },
  {
    key: "company",
    text: () =>
      text({
        customer: { full_name: "Żółw & Söhne 🐢 S.à r.l.", customer_type: "COMPANY" },
        case_config: "kyb-standard",
        document_ids: [501, 502],
        auto_start: false,
      }),
  },
  {
    key: "advice",
    text: () =>
      text({
        customer: {
          full_name: "Zoë Müller-O’Neill",
          external_id: "cust-2041",
          customer_type: "INDIVIDUAL",
        },
        webhook_url: "http://example.com/hooks/case",
        checks: [
          { check_type: "SANCTIONS", input_details: { score: 1.0 } },
          { check_type: "NAME_CHECK", document_ids: [7, 8, 7] },
        ],
      }).replace('"score": 1', '"score": 1.0'),
  },
  {
    key: "errors",
    text: () =>
      [
        "{",
        '  "customer_id": "123",',
        '  "customer": {',
        '    "full_name": "   ",',
        '    "customer_type": "COMPANI",',
        '    "external_id": 42',
        "  },",
        '  "full_name": "Ana 🦊 Jäger",',
        '  "webhook_url": "example.com/hook",',
        '  "chekcs": [],',
        '  "checks": [',
        '    { "check_type": "NAME_CHEK", "document_ids": [1, "2", 0] },',
        '    { "check_type": null, "input_details": [] },',
        '    "PEP"',
        "  ],",
        '  "case_config": "not a slug",',
        '  "delete_after": -2,',
        '  "start": true,',
        '  "auto_start": null',
        "}",
      ].join("\n"),
  },
  { key: "large", text: () => text(fiftyChecks()) },
];
