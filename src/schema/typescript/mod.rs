//! The type declarations of the npm package: input, payload, issues, options, catalogue of
//! a language, field table and response.

mod catalogue;
mod comment;
mod issues;
mod objects;
mod options;

use super::{field_table, sentences};
use crate::request::DocSource;
use comment::comment;

/// The created case. It has no table: responses are read tolerantly, so nothing is validated.
const RESPONSE: &str = include_str!("response.ts");

/// All type declarations as one TypeScript module.
#[must_use]
pub fn typescript() -> String {
    let sections = [
        objects::declarations(),
        issues::declarations(),
        options::declarations(options::ANY_LANGUAGE),
        catalogue::declarations(),
        field_declarations(),
        INPUTS.to_owned(),
        RESULTS.to_owned(),
        RESPONSE.to_owned(),
    ];
    sections.join("\n")
}

/// The types of arguments, and of the payload for some options.
const INPUTS: &str = include_str!("inputs.ts");

/// The results of validating and building.
const RESULTS: &str = include_str!("results.ts");

/// The declaration of `applyDefaults`, whose generic type wasm-bindgen cannot express.
const APPLY_DEFAULTS: &str = include_str!("apply_defaults.ts");

/// The type declarations of the functions that `wasm-pack build` exports, as the section that
/// `src/js/exports.d.ts` holds.
#[must_use]
pub fn typescript_of_exports() -> String {
    let sections = [
        "// Derived from the Rust declarations. Not for editing: `RENEW=1 cargo test --test core exported` renews it.\n".to_owned(),
        objects::declarations(),
        issues::declarations(),
        options::declarations(&options::known_languages()),
        INPUTS.to_owned(),
        RESULTS.to_owned(),
        APPLY_DEFAULTS.to_owned(),
    ];
    sections.join("\n")
}

fn field_declarations() -> String {
    let paths = union("CaseFieldPath", &field_table::paths());
    let kinds = union("FieldKind", field_table::KINDS);
    let sources = union("DocSource", &DocSource::ALL.map(DocSource::as_str));
    format!(
        r#"/** The path of a field in the field table; `[]` stands for any index of a list. */
{paths}
/** What a field holds, as the field table names it. `json` is an object of any shape. */
{kinds}
/** One row of the field table. */
export interface Field {{
  readonly path: CaseFieldPath;
  readonly kind: FieldKind;
  /** What a person calls it. */
  readonly label: string;
  /** What it means, in plain words. */
  readonly hint: string;
  readonly required: boolean;
  /** Whether null is a documented value. */
  readonly nullable: boolean;
  /** The least integer; a string of digits where a number cannot hold it exactly. */
  readonly min?: number | string;
  /** The greatest integer; a string of digits where a number cannot hold it exactly. */
  readonly max?: number | string;
  /** The most characters of a text, counted in `maxLengthUnit`. */
  readonly maxLength?: number;
  readonly maxLengthUnit?: "code points";
  /** The known values of a choice. */
  readonly options?: readonly FieldOption[];
  /** Whether a choice takes other values too, with a warning. */
  readonly openOptions?: boolean;
  /** Whether a choice takes the empty string too. */
  readonly emptyOption?: boolean;
  /** What the API assumes when the field is absent. */
  readonly default?: number | boolean;
  /** The first revision of the API that documents the field. */
  readonly revision: RevisionName;
  /** Where the field is documented: the Create Case page of the API reference, another public page, or only a decision of this library. */
  readonly source: DocSource;
  /** Where its limits, and whether it can be null, come from. */
  readonly limitsSource: DocSource;
}}

/** Where a field or a limit is documented. */
{sources}

/** One known value of a field that offers a choice. */
export interface FieldOption {{
  readonly value: string;
  readonly label: string;
}}
"#
    )
}

/// A union of string literals, one per line.
fn union(name: &str, values: &[impl AsRef<str>]) -> String {
    let members: Vec<String> = values
        .iter()
        .map(|value| format!("\n  | {}", literal(value.as_ref())))
        .collect();
    format!("export type {name} ={};\n", members.concat())
}

/// A string literal.
fn literal(text: &str) -> String {
    let mut out = String::new();
    crate::json::write_string(text, &mut out);
    out
}

/// `too_long` as `TooLong`.
fn pascal_case(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect::<String>()
            })
        })
        .collect()
}
