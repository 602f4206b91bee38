//! The options that every function takes.

use super::{comment, literal, sentences, union};
use crate::DEFAULT_MAX_BYTES;
use crate::issue::Code;
use crate::messages::Language;
use crate::request::Revision;

/// How `language` is declared in the npm package, which takes the catalogue of any language.
pub(super) const ANY_LANGUAGE: &str = r#"  /**
   * The language of the messages: a tag that was added with `addLanguage` (`de-AT` falls back to `de`), tags in the order of
   * preference, or a catalogue. An unknown language falls back to English.
   * @default "en"
   */
  readonly language?: string | readonly string[] | Catalogue | undefined;
"#;

/// How `language` is declared where only the languages of this crate are known.
pub(super) fn known_languages() -> String {
    let tags: Vec<&str> = Language::ALL.iter().map(|language| language.as_str()).collect();
    let known: Vec<String> = tags.iter().map(|tag| literal(tag)).collect();
    format!(
        r#"  /**
   * The language of the messages: {} (`de-AT` falls back to `de`), or tags in the order of preference. An unknown language
   * falls back to English.
   * @default "en"
   */
  readonly language?: {} | (string & {{}}) | readonly string[] | undefined;
"#,
        tags.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", "),
        known.join(" | "),
    )
}

pub(super) fn declarations(language: &str) -> String {
    let rules: Vec<String> = Code::ALL
        .iter()
        .map(|code| code.facts())
        .filter(|facts| facts.adjustable)
        .map(|facts| {
            let tags = [format!("@default {}", literal(facts.severity.as_str()))];
            let name = facts.code.as_str();
            format!(
                "{}  readonly {name}?: RuleSetting | undefined;\n",
                comment(facts.doc, &tags, "  ")
            )
        })
        .collect();
    let names: Vec<&str> = Revision::ALL.iter().map(|revision| revision.as_str()).collect();
    let about: String = Revision::ALL
        .iter()
        .map(|revision| format!("\n   * - `{}`: {}", revision.as_str(), sentences(revision.doc())))
        .collect();
    format!(
        r#"/** What a rule is set to: `error` blocks the payload, `warning` is advice, `off` is not looked at. */
export type RuleSetting = "error" | "warning" | "off";

/** The severities that can be set, by code. */
export interface RuleSettings {{
{rules}}}

/** A revision of the documentation of the API. */
{revisions}
/** How a request is checked and built. The same in every language. */
export interface CaseOptions {{
  /**
   * The revision of the API: which fields are documented.{about}
   * @default {first}
   */
  readonly revision?: RevisionName | undefined;
  /**
   * What to do with a key that is not documented: `reject` it as an error, `strip` it, or `keep` it, after the known keys.
   * @default "reject"
   */
  readonly unknownFields?: "reject" | "strip" | "keep" | undefined;
  /** The severities of rules, by code. */
  readonly rules?: RuleSettings | undefined;
  /**
   * What to do with defaults in the payload: write them (`explicit`), or leave a value out that equals its default (`omit`).
   * @default "explicit"
   */
  readonly defaults?: "explicit" | "omit" | undefined;
  /**
   * The most bytes of one input, counted as JSON text in UTF-8.
   * @default {DEFAULT_MAX_BYTES}
   */
  readonly maxBytes?: number | undefined;
{language}}}
"#,
        rules = rules.concat(),
        revisions = union("RevisionName", &names),
        first = literal(Revision::default().as_str()),
    )
}
