/**
 * The requests that every library gets: the same bytes on every run and every machine.
 * All of them are free of advice too, so nobody is timed on writing warnings.
 */

const CHECK_TYPES = [
  "ADVERSE_MEDIA",
  "PROOF_OF_IDENTITY",
  "SANCTION",
  "SOURCE_OF_FUNDS",
  "NAME_CHECK",
  "PEP",
  "BANK_STATEMENT",
  "PROOF_OF_ADDRESS",
  "SHAREHOLDER_LIST",
  "WEB_PRESENCE",
];

/** A check of about 350 bytes; everything in it follows from its place in the list. */
function check(place) {
  return {
    check_type: CHECK_TYPES[place % CHECK_TYPES.length],
    input_details: {
      reference: `2026-${String(place * 7919 + 100003).padStart(8, "0")}`,
      desk: "onboarding",
      threshold: 0.25 + place / 1000,
      fuzzy: place % 2 === 0,
      media_hits: [
        { url: `https://news.example.com/articles/${place * 31 + 1000}/`, source: "news.example.com", score: 0.91 },
        { url: `https://wire.example.org/item?id=${place * 17 + 400}`, source: "wire.example.org" },
      ],
    },
    document_ids: [20_000 + place * 2, 20_001 + place * 2],
    delete_after: 30 + (place % 300),
  };
}

/** A request with as many checks as asked for. `delete_after` and `auto_start` are left to their defaults. */
function request(fullName, checks) {
  return {
    customer: {
      full_name: fullName,
      external_id: "cust-james-torres-1997",
      customer_type: "INDIVIDUAL",
      input_details: {
        dob: "1997-03-26",
        nationality: "US",
        address: { street: "13 Elm Street", city: "Buffalo", postcode: "14202" },
      },
    },
    webhook_url: "https://hooks.example.com/sphinx/case-complete",
    checks,
    document_ids: [501, 502, 503],
  };
}

/** The small request's checks are shorter than the large one's, so that it has the size of a common request: 0.7 KB. */
function shortChecks() {
  return [
    {
      check_type: "ADVERSE_MEDIA",
      input_details: {
        media_hits: [{ url: "https://news.example.com/articles/13470/", source: "news.example.com", score: 0.91 }],
      },
      delete_after: 90,
    },
    {
      check_type: "PROOF_OF_IDENTITY",
      input_details: { document: "passport", issuer: "US", number: "X1234567", expires: "2031-05-01" },
      document_ids: [20_001, 20_002],
    },
  ];
}

/** Three faults, far apart in the request: a wrong type, a name over its limit, and two fields that exclude each other. */
function withThreeErrors(good) {
  return {
    ...good,
    customer: { ...good.customer, full_name: "J".repeat(256) },
    delete_after: "30",
    case_config: "standard-kyc",
  };
}

const small = request("James Torres", shortChecks());
const large = request(
  "James Torres",
  Array.from({ length: 50 }, (_, place) => check(place)),
);
const greek = request("Δημήτριος Παπαδόπουλος", shortChecks());

/** The two values that the API documents as defaults, and that every library has to fill in. */
export const DEFAULTS = { delete_after: -1, auto_start: true };

/** name → the request as compact JSON text. */
export const requests = {
  small: JSON.stringify(small),
  large: JSON.stringify(large),
  /** As `small`, with a name outside Latin-1: the text is then UTF-16 in V8, and has to be made UTF-8 for wasm. */
  greek: JSON.stringify(greek),
  smallWithErrors: JSON.stringify(withThreeErrors(small)),
  largeWithErrors: JSON.stringify(withThreeErrors(large)),
};
