//! The case request: the only declaration of its types, limits, defaults, options, labels, hints and relations.
//!
//! Serde's derive and the `const` tables both come from the declarations below, so a limit or a default is written once.
//! Each field and each relation between fields declares its source: the API's reference page, another public page of the
//! same API, or a decision of this project.

mod declare;
mod details;
mod field;
mod presence;
mod relation;
mod revision;
mod value_text;

use declare::{choices, object};
pub use details::Details;
pub(crate) use field::letters_of;
pub use field::{Advice, Choice, DocSource, Fallback, Field, Format, Kind, Presence, Table};
pub use presence::Maybe;
pub(crate) use relation::{Exclusive, is_adjustable};
pub use revision::Revision;

/// The text of a doc comment. Left out of the modules of the npm package, as a label is.
const fn documentation(text: &'static str) -> &'static str {
    if cfg!(all(
        target_arch = "wasm32",
        any(feature = "wasm", feature = "wasm-form")
    )) {
        ""
    } else {
        text.trim_ascii()
    }
}

/// The label of a field. Left out of the modules of the npm package, whose TypeScript has the labels in a generated table.
const fn label(text: &'static str) -> &'static str {
    if cfg!(all(
        target_arch = "wasm32",
        any(feature = "wasm", feature = "wasm-form")
    )) {
        ""
    } else {
        text
    }
}

/// The deepest level of nesting that is read; the root object is level 1 (decision).
pub(crate) const MAX_DEPTH: u32 = 128;
/// The default of `delete_after`: the case is kept indefinitely (reference page).
pub(crate) const DEFAULT_DELETE_AFTER: i32 = -1;
/// The default of `auto_start` (reference page).
pub(crate) const DEFAULT_AUTO_START: bool = true;
/// Days until deletion: 0 deletes immediately, -1 keeps indefinitely.
const RETENTION: Kind = Kind::Integer {
    min: -1,
    max: i32::MAX as i64,
};
/// The ID of an existing customer or document.
const IDENTIFIER: Kind = Kind::Integer { min: 1, max: i64::MAX };
/// A text of any length.
const TEXT: Kind = Kind::Text {
    max: None,
    format: Format::Plain,
};
/// A text with a maximum length.
const fn text(max: u64) -> Kind {
    Kind::Text {
        max: Some(max),
        format: Format::Plain,
    }
}

object! {
    /// A compliance case to create: who it is about, which checks to run, and how long to keep the results.
    CreateCase, CASE, CasePlace {
        /// ID of an existing customer. The customer is not changed. Provide either this ID or a new customer.
        [ReferencePage, limits Decision]
        optional customer_id: i64, "Existing customer", IDENTIFIER;

        /// A new customer, created with this case. If a customer with the same external ID already exists in your
        /// organization, that customer is updated instead.
        [ReferencePage]
        optional customer: NewCustomer, "New customer", Kind::Object(&CUSTOMER);

        /// URL that the API calls when the case is complete: an absolute http or https URL, up to 511 characters.
        [ReferencePage, advice InsecureWebhook, advice UnreachableWebhook]
        nullable webhook_url: String, "Webhook URL", Kind::Text { max: Some(511), format: Format::Url };

        /// Checks to create with the case. Cannot be combined with a case configuration.
        [ReferencePage]
        optional checks: Vec<NewCheck>, "Checks", Kind::List(&Kind::Object(&CHECK));

        /// IDs of documents to link to the case.
        [ReferencePage, limits Decision]
        optional document_ids: Vec<i64>, "Documents", Kind::List(&IDENTIFIER);

        /// Days until the case is deleted. 0: delete immediately. -1: keep indefinitely.
        [ReferencePage, advice RetentionOverAYear]
        optional delete_after: i32, "Delete after (days)", RETENTION, default Fallback::Integer(DEFAULT_DELETE_AFTER as i64);

        /// Email address of the member of your organization to whom the case is assigned.
        [OtherPage, since Newest, limits Decision]
        optional assignee: String, "Assignee", Kind::Text { max: None, format: Format::Email };

        /// Details of the case that the interface shows, as a JSON object. It is sent unchanged.
        [OtherPage, since Newest]
        optional metadata: Details, "Metadata", Kind::Free;

        /// References to the case in other systems, which receive its changes.
        [OtherPage, since Newest]
        optional sync_platforms: Vec<SyncPlatform>, "Sync platforms", Kind::List(&Kind::Object(&SYNC_PLATFORM));

        /// Slug of a case configuration that creates the checks, or of a dual configuration that creates a case for the
        /// company and one for each shareholder. Cannot be combined with checks.
        [ReferencePage]
        optional case_config: String, "Case configuration", Kind::Text { max: None, format: Format::Slug };

        /// Whether the case starts as soon as it is created. If not, you can start it later.
        [ReferencePage]
        optional auto_start: bool, "Start immediately", Kind::Boolean, default Fallback::Boolean(DEFAULT_AUTO_START);

        /// The case's ID in your own system, up to 512 characters. It must be unique among the cases of your organization that
        /// are not archived. If you leave it out, the API makes one.
        [OtherPage, since Newest, advice InvisibleCharacter]
        optional external_id: String, "External ID of the case", text(512);
    }
}

object! {
    /// A customer created with a case.
    NewCustomer, CUSTOMER, CustomerPlace {
        /// Full legal name, up to 255 characters.
        [ReferencePage, limits OtherPage, advice InvisibleCharacter]
        required full_name: String, "Full name", text(255);

        /// The customer's ID in your own system, up to 255 characters. If it already exists in your organization, that
        /// customer is updated, and fields you leave out here are cleared.
        [ReferencePage, limits OtherPage, advice InvisibleCharacter]
        nullable external_id: String, "External ID", text(255);

        /// Whether the customer is an individual or a company.
        [ReferencePage, limits OtherPage]
        nullable customer_type: CustomerType, "Customer type",
            Kind::Choice { options: CUSTOMER_TYPES, open: false, empty: true };

        /// Any other information about the customer, as a JSON object. It is sent unchanged.
        [ReferencePage]
        optional input_details: Details, "Additional details", Kind::Free;

        /// Days until the customer is deleted. 0: delete immediately. -1: keep indefinitely.
        [ReferencePage, advice RetentionOverAYear]
        optional delete_after: i32, "Delete after (days)", RETENTION;
    }
}

object! {
    /// A check created with a case.
    NewCheck, CHECK, CheckPlace {
        /// What to check. The list is not complete: you can enter another type, which is sent as entered.
        [ReferencePage, limits OtherPage, advice MissingCheckType]
        nullable check_type: CheckType, "Check type",
            Kind::Choice { options: CHECK_TYPES, open: true, empty: false };

        /// Information that the check needs, as a JSON object. It is sent unchanged. Do not enter customer details
        /// here.
        [ReferencePage]
        optional input_details: Details, "Additional details", Kind::Free;

        /// IDs of documents for this check only.
        [ReferencePage, limits Decision]
        optional document_ids: Vec<i64>, "Documents", Kind::List(&IDENTIFIER);

        /// Days until the check is deleted. 0: delete immediately. -1: keep indefinitely.
        [ReferencePage, advice RetentionOverAYear]
        optional delete_after: i32, "Delete after (days)", RETENTION;
    }
}

object! {
    /// A reference to the case in another system.
    SyncPlatform, SYNC_PLATFORM, SyncPlatformPlace {
        /// Domain of the other system.
        [OtherPage, since Newest, limits Decision, advice InvisibleCharacter]
        required domain: String, "Domain", TEXT;

        /// ID of the case in the other system.
        [OtherPage, since Newest, limits Decision, advice InvisibleCharacter]
        required id: String, "ID", TEXT;
    }
}

/// Either an existing customer or a new one.
const CUSTOMER_PAIR: [CasePlace; 2] = [CasePlace::customer_id, CasePlace::customer];

/// The fields of a case of which one must be present (decision: every case in a response has a customer).
pub(crate) const REQUIRED_ONE_OF: [CasePlace; 2] = CUSTOMER_PAIR;

/// The pairs of fields of a case of which only one can be present. An empty list does not count as present.
pub(crate) const EXCLUSIVE: &[Exclusive] = &[
    Exclusive {
        fields: CUSTOMER_PAIR,
        source: DocSource::Decision,
    },
    Exclusive {
        fields: [CasePlace::checks, CasePlace::case_config],
        source: DocSource::ReferencePage,
    },
];

choices! {
    /// Whether a customer is an individual or a company. Closed set; the empty string is also accepted and sent unchanged.
    CustomerType, CUSTOMER_TYPES {
        Individual = "INDIVIDUAL", "Individual";
        Company = "COMPANY", "Company";
    }
}

choices! {
    /// The type of a check. Open set: the public list is incomplete, so unknown values are kept as given.
    CheckType, CHECK_TYPES {
        UboResolution = "UBO_RESOLUTION", "UBO Resolution";
        SigningAuthority = "SIGNING_AUTHORITY", "Signing Authority";
        BankStatement = "BANK_STATEMENT", "Bank Statements";
        BalanceSheets = "BALANCE_SHEETS", "Balance Sheets";
        IncomeStatements = "INCOME_STATEMENTS", "Income Statements";
        TaxDocuments = "TAX_DOCUMENTS", "Tax Documents";
        AuthorizationForm = "AUTHORIZATION_FORM", "Authorization Form";
        ArticlesOfAssociation = "ARTICLES_OF_ASSOCIATION", "Articles of Association";
        CommercialExtract = "COMMERCIAL_EXTRACT", "Commercial Extract";
        OnboardingForm = "ONBOARDING_FORM", "Onboarding Form";
        ShareholderList = "SHAREHOLDER_LIST", "Shareholder List";
        EddQuestionnaire = "EDD_QUESTIONNAIRE", "Enhanced Due Diligence Questionnaire";
        UserRiskReport = "USER_RISK_REPORT", "User Risk Report";
        IncorporationDocument = "INCORPORATION_DOCUMENT", "Incorporation Document";
        MeetingMinutes = "MEETING_MINUTES", "Meeting Minutes";
        ProofOfIdentity = "PROOF_OF_IDENTITY", "Proof of Identity";
        SourceOfFunds = "SOURCE_OF_FUNDS", "Source of Funds";
        NameCheck = "NAME_CHECK", "Name Check";
        ProofOfAddress = "PROOF_OF_ADDRESS", "Proof of Address";
        RdcVerification = "RDC_VERIFICATION", "RDC Verification";
        KybProofOfIdentity = "KYB_PROOF_OF_IDENTITY", "Proof of Identity (KYB)";
        KybBankStatement = "KYB_BANK_STATEMENT", "Bank Statements (KYB)";
        KybProofOfAddress = "KYB_PROOF_OF_ADDRESS", "Proof of Address (KYB)";
        KybTaxDocuments = "KYB_TAX_DOCUMENTS", "Tax Documents (KYB)";
        CleanScreening = "CLEAN_SCREENING", "Clean Screening";
        Cra = "CRA", "Customer Risk Assessment";
        WebPresence = "WEB_PRESENCE", "Web Presence";
        Pep = "PEP", "Politically Exposed Person";
        Sanction = "SANCTION", "Sanction";
        AdverseMedia = "ADVERSE_MEDIA", "Adverse Media";
        Blacklist = "BLACKLIST", "Blacklist";
        Idv = "IDV", "Identity Verification";
        FinancialStatements = "FINANCIAL_STATEMENTS", "Financial Statements";
        Underwriting = "UNDERWRITING", "Underwriting";
        TransactionMonitoring = "TRANSACTION_MONITORING", "Transaction Monitoring";
    }
}
