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

use declare::{choices, object};
pub use details::Details;
pub(crate) use field::letters_of;
pub use field::{Advice, Choice, DocSource, Fallback, Field, Format, Kind, Presence, Table};
pub use presence::Maybe;
pub(crate) use relation::{Exclusive, is_adjustable};

/// The text of a doc comment. Left out of WebAssembly, which does not use it.
const fn documentation(text: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") {
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
/// A text with a maximum length.
const fn text(max: u64) -> Kind {
    Kind::Text {
        max: Some(max),
        format: Format::Plain,
    }
}

object! {
    /// A compliance case to be created: who it is about, which checks to run, and what happens to the results.
    CreateCase, CASE, CasePlace {
        /// Number of a customer that already exists. The customer is used unchanged. Give either this or `customer`.
        [ReferencePage, limits Decision]
        optional customer_id: i64, "Existing customer", IDENTIFIER;

        /// A new customer, made together with this case. An `external_id` that already exists in the organization
        /// updates that customer instead.
        [ReferencePage]
        optional customer: NewCustomer, "New customer", Kind::Object(&CUSTOMER);

        /// Address that is called when the case completes: an absolute http or https URL of at most 511 characters.
        [ReferencePage, advice InsecureWebhook, advice UnreachableWebhook]
        nullable webhook_url: String, "Webhook URL", Kind::Text { max: Some(511), format: Format::Url };

        /// The checks to create with the case. Not together with `case_config`.
        [ReferencePage]
        optional checks: Vec<NewCheck>, "Checks", Kind::List(&Kind::Object(&CHECK));

        /// Numbers of documents to link to the case.
        [ReferencePage, limits Decision]
        optional document_ids: Vec<i64>, "Documents", Kind::List(&IDENTIFIER);

        /// Days until the case is deleted. 0 deletes at once, -1 keeps it for ever.
        [ReferencePage, advice RetentionOverAYear]
        optional delete_after: i32, "Delete after (days)", RETENTION, default Fallback::Integer(DEFAULT_DELETE_AFTER as i64);

        /// Slug of a case configuration that makes the checks, or of a dual one that makes a company case and
        /// one case for each of its shareholders. Not together with `checks`.
        [ReferencePage]
        optional case_config: String, "Case configuration", Kind::Text { max: None, format: Format::Slug };

        /// Whether the case starts as soon as it is created. False leaves it to be started later.
        [ReferencePage]
        optional auto_start: bool, "Start at once", Kind::Boolean, default Fallback::Boolean(DEFAULT_AUTO_START);
    }
}

object! {
    /// A customer made together with a case.
    NewCustomer, CUSTOMER, CustomerPlace {
        /// Full legal name, of at most 255 characters.
        [ReferencePage, limits OtherPage]
        required full_name: String, "Full name", text(255);

        /// The customer's id in your own system, of at most 255 characters. If it already exists in the
        /// organization, that customer is updated, and what is left out here becomes empty there.
        [ReferencePage, limits OtherPage]
        nullable external_id: String, "External id", text(255);

        /// Whether the customer is a person or a company.
        [ReferencePage, limits OtherPage]
        nullable customer_type: CustomerType, "Customer type",
            Kind::Choice { options: CUSTOMER_TYPES, open: false, empty: true };

        /// Anything else known about the customer: a JSON object of any shape, passed on as it is.
        [ReferencePage]
        optional input_details: Details, "Details", Kind::Free;

        /// Days until the customer is deleted. 0 deletes at once, -1 keeps it for ever.
        [ReferencePage, advice RetentionOverAYear]
        optional delete_after: i32, "Delete after (days)", RETENTION;
    }
}

object! {
    /// A check made together with a case.
    NewCheck, CHECK, CheckPlace {
        /// What is checked. The list of known types is open: another value is passed on with a warning.
        [ReferencePage, limits OtherPage, advice MissingCheckType]
        nullable check_type: CheckType, "Check type",
            Kind::Choice { options: CHECK_TYPES, open: true, empty: false };

        /// What the check needs to know: a JSON object of any shape, passed on as it is. Customer details do not belong here.
        [ReferencePage]
        optional input_details: Details, "Details", Kind::Free;

        /// Numbers of documents for this check alone.
        [ReferencePage, limits Decision]
        optional document_ids: Vec<i64>, "Documents", Kind::List(&IDENTIFIER);

        /// Days until the check is deleted. 0 deletes at once, -1 keeps it for ever.
        [ReferencePage, advice RetentionOverAYear]
        optional delete_after: i32, "Delete after (days)", RETENTION;
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
    /// Whether a customer is a person or a company. A closed set; the empty string is taken and sent as it is.
    CustomerType, CUSTOMER_TYPES {
        Individual = "INDIVIDUAL", "Individual";
        Company = "COMPANY", "Company";
    }
}

choices! {
    /// The type of a check. An open set: the public list is cut, so an unknown value is kept as it was given.
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
