//! The issues: one interface for each code with its params, and their union.

use std::collections::BTreeSet;

use super::catalogue::keys;
use super::{comment, literal, pascal_case, union};
use crate::issue::{Code, CodeFacts, Severity, Source};
use crate::request::{CASE, Kind, Table};

pub(super) fn declarations() -> String {
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let mut out = comment(
        "The stable name of a kind of problem. A code never changes its meaning.",
        &[],
        "",
    );
    out.push_str(&union("IssueCode", &names));
    out.push_str(&base());
    for code in Code::ALL {
        out.push_str(&interface(&code.facts()));
    }
    out.push_str(&comment(
        "One thing that is wrong with a request, or advice about it: a union by `code`.",
        &[],
        "",
    ));
    let members: Vec<String> = Code::ALL
        .iter()
        .map(|code| format!("\n  | {}", interface_name(*code)))
        .collect();
    out.push_str(&format!("export type Issue ={};\n", members.concat()));
    out
}

fn base() -> String {
    let [error, warning] = [Severity::Error, Severity::Warning].map(|severity| literal(severity.as_str()));
    let sources: Vec<String> = Source::ALL.iter().map(|source| literal(source.as_str())).collect();
    let source = sources.join(" | ");
    format!(
        r#"
/** Whether an issue blocks the payload. A warning never does. */
export type Severity = {error} | {warning};

/** Who says an issue: this library, the server in its answer, or a check of the caller's own that took its time. */
export type IssueSource = {source};

/** Keys and indices from the root of the request to a place in it. */
export type IssuePath = (string | number)[];

/** Where in the text of the input something stands. */
export interface Span {{
  /** From 1. */
  readonly line: number;
  /** From 1, in Unicode code points. */
  readonly column: number;
  /** The byte offset of the first character. */
  readonly start: number;
  /** The byte offset after the last character. */
  readonly end: number;
}}

/** What every issue has, whatever its code. */
export interface IssueBase {{
  /** Where: keys and indices. The root is the empty list. */
  readonly path: IssuePath;
  /** The path as an RFC 6901 pointer: `/checks/0/check_type`. */
  readonly pointer: string;
  /** The path as a form names it: `checks[0].check_type`. */
  readonly name: string;
  /** The message in English, or in the language of the options; the words of the server or the check that said it, where it was not this library. */
  readonly message: string;
  /** The other places the issue is about. */
  readonly related?: IssuePath[];
  /** Where it stands in the input, when the input was text. */
  readonly span?: Span;
  /** Who says it. */
  readonly source: IssueSource;
  /** Whether it blocks the payload. */
  readonly severity: Severity;
}}

"#
    )
}

fn interface(facts: &CodeFacts) -> String {
    let severity = match facts.adjustable {
        true => "Severity".to_owned(),
        false => literal(facts.severity.as_str()),
    };
    let tags = match facts.adjustable {
        true => vec![format!("@default severity {}", literal(facts.severity.as_str()))],
        false => Vec::new(),
    };
    format!(
        "{}export interface {} extends IssueBase {{\n  readonly code: {};\n  readonly severity: {severity};\n  readonly params: {};\n}}\n\n",
        comment(facts.doc, &tags, ""),
        interface_name(facts.code),
        literal(facts.code.as_str()),
        params(facts),
    )
}

fn params(facts: &CodeFacts) -> String {
    if facts.params.is_empty() {
        return "{ readonly [name: string]: never }".to_owned();
    }
    let members: Vec<String> = facts
        .params
        .iter()
        .map(|param| {
            let mark = if param.optional { "?" } else { "" };
            let type_name = param_type(facts.code, param.name, param.type_name);
            format!(
                "{}    readonly {}{mark}: {type_name};\n",
                comment(param.doc, &[], "    "),
                param.name
            )
        })
        .collect();
    format!("{{\n{}  }}", members.concat())
}

/// The type of a param, narrowed to its values if they are known.
fn param_type(code: Code, name: &str, type_name: &str) -> String {
    let values = match name {
        "reason" => reasons(code),
        "expected" => expected_types(),
        _ => BTreeSet::new(),
    };
    if values.is_empty() {
        return type_name.to_owned();
    }
    values
        .iter()
        .map(|value| literal(value))
        .collect::<Vec<_>>()
        .join(" | ")
}

/// Every reason has a message of its own: `invalid_url.scheme`.
fn reasons(code: Code) -> BTreeSet<String> {
    keys("messages")
        .iter()
        .filter_map(|key| key.split_once('.'))
        .filter(|(known, _)| *known == code.as_str())
        .map(|(_, reason)| reason.to_owned())
        .collect()
}

/// The expected types of the values of a request.
fn expected_types() -> BTreeSet<String> {
    let mut names = BTreeSet::from(["object".to_owned()]);
    add_expected(&CASE, &mut names);
    names
}

fn add_expected(table: &Table, names: &mut BTreeSet<String>) {
    for field in table.fields {
        let mut kind = &field.kind;
        loop {
            names.insert(kind.expected().to_owned());
            if let Kind::Text { format, .. } = kind {
                names.insert(format.expected().to_owned());
            }
            match kind {
                Kind::List(item) => kind = item,
                Kind::Object(inner) => break add_expected(inner, names),
                _ => break,
            }
        }
    }
}

fn interface_name(code: Code) -> String {
    format!("{}Issue", pascal_case(code.as_str()))
}
