//! The type of a catalogue: the texts of one language, with the name of each text.

use super::union;

/// The English catalogue, which has all texts.
const ENGLISH: &str = include_str!("../../messages/en.json");

/// The names of the texts in a section of the English catalogue.
pub(super) fn keys(section: &str) -> Vec<String> {
    let catalogue: serde_json::Value = serde_json::from_str(ENGLISH).unwrap_or_default();
    let texts = catalogue.get(section).and_then(|section| section.as_object());
    texts.map_or_else(Vec::new, |texts| texts.keys().cloned().collect())
}

pub(super) fn declarations() -> String {
    let messages = union("MessageKey", &keys("messages"));
    let form = union("FormTextKey", &keys("form"));
    format!(
        r#"/** The name of a message: a code, or one of its variants after a dot. */
{messages}
/** The name of a text of the form library. */
{form}
/**
 * The texts of one language, as plain data. Make one for a language that this package lacks, or for words of your own, and
 * give it as `language`, or to `addLanguage`. Missing texts fall back to English.
 *
 * A text is a small part of ICU MessageFormat: `{{name}}` is a param as it is (a list with commas between), `{{name, number}}`
 * a whole number as the language writes it, and `{{name, plural, one {{# day}} other {{# days}}}}` chooses by the language's
 * plural forms, where `#` is the number. The params of each code are those of its issue.
 *
 * A catalogue is read when it is first used; do not change it after that.
 */
export interface Catalogue {{
  /** The language's tag (BCP 47), as in `de` or `pt-BR`. It also says how numbers and plurals are formed. */
  readonly language: string;
  /** The messages. Each message stands alone: a sentence without a final period. A missing variant falls back to the message of its code. */
  readonly messages?: Readonly<Partial<Record<MessageKey, string>>> | undefined;
  /** Labels and hints of fields. */
  readonly fields?: Readonly<Partial<Record<CaseFieldPath, FieldTexts>>> | undefined;
  /** Labels of the values of choices, by the path of the field and the value. */
  readonly options?: Readonly<Partial<Record<CaseFieldPath, Readonly<Record<string, string>>>>> | undefined;
  /** The other texts of a form. */
  readonly form?: Readonly<Partial<Record<FormTextKey, string>>> | undefined;
}}

/** What a language says of a field. */
export interface FieldTexts {{
  /** What a person calls it. */
  readonly label?: string | undefined;
  /** What it means, in plain words. */
  readonly hint?: string | undefined;
}}
"#
    )
}
