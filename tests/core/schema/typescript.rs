//! The TypeScript types have every field, code and option.

use super::*;

/// The body of an interface, in one line, with the comments' asterisks gone.
fn interface(name: &str) -> String {
    let text = schema::typescript();
    let begin = text
        .find(&format!("export interface {name} "))
        .unwrap_or_else(|| panic!("there is no {name}"));
    let body = text[begin..].split("\n}\n").next().unwrap();
    let words = body
        .split_whitespace()
        .filter(|word| !["*", "/**", "*/"].contains(word));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn input_and_payload_have_every_field_with_its_meaning_and_limits() {
    for side in ["Input", "Payload"] {
        for table in TABLES {
            let name = if table.name == CASE.name { "Case" } else { table.name };
            for (revision, field) in Revision::ALL.iter().flat_map(|revision| {
                let own = table.fields.iter().filter(|field| field.since == *revision);
                own.map(move |field| (*revision, field))
            }) {
                // What a later revision adds to an object is in an interface of its own.
                let is_first = table.fields.iter().all(|field| field.since >= revision);
                let body = interface(&match is_first {
                    true => format!("{name}{side}"),
                    false => format!(
                        "{}{name}{side}",
                        interface_name(revision.as_str()).trim_end_matches("Issue")
                    ),
                });
                let at = body
                    .find(&sentences(field.doc))
                    .unwrap_or_else(|| panic!("{}: {body}", field.name));
                let is_required =
                    field.presence == Presence::Required || (side == "Payload" && field.default.is_some());
                let mark = if is_required { "" } else { "?" };
                let member = format!(" {}{mark}: ", field.name);
                let (comment, rest) = body[at..].split_once(&member).unwrap_or_else(|| panic!("{member}"));
                let type_name = rest.split(';').next().unwrap();
                assert_eq!(type_name.contains("null"), field.is_nullable(), "{}", field.name);
                let limits = match field.kind {
                    Kind::Integer { min, max } => vec![format!("@minimum {min}"), format!("@maximum {max}")],
                    Kind::Text { max: Some(max), .. } => vec![format!("@maxLength {max} ")],
                    _ => Vec::new(),
                };
                let tags = limits
                    .into_iter()
                    .chain(default(field).map(|value| format!("@default {value}")));
                for tag in tags {
                    assert!(format!("{comment} ").contains(&tag), "{}: {comment}", field.name);
                }
            }
        }
    }
}

#[test]
fn choices_list_every_known_value() {
    let text = schema::typescript();
    for table in TABLES {
        for field in table.fields {
            if let Kind::Choice { options, .. } = field.kind {
                assert!(
                    options
                        .iter()
                        .all(|choice| text.contains(&format!("\n  | \"{}\"", choice.value)))
                );
            }
        }
    }
}

#[test]
fn issues_have_every_code_with_its_params() {
    let text = schema::typescript();
    for facts in Code::ALL.iter().map(|code| code.facts()) {
        let code = facts.code.as_str();
        let name = interface_name(code);
        assert!(text.contains(&format!("\n  | {name}")), "{name} in the union");
        assert!(text.contains(&format!("\n  | \"{code}\"")), "{code} in the union");
        let body = interface(&name);
        assert!(body.contains(&format!("readonly code: \"{code}\";")), "{body}");
        let severity = format!("readonly severity: \"{}\";", facts.severity.as_str());
        assert_eq!(body.contains(&severity), !facts.adjustable, "{body}");
        for sphinx_case::ParamFacts {
            name: param,
            type_name,
            optional,
            doc,
        } in facts.params
        {
            assert!(body.contains(&sentences(doc)), "{param} has its meaning: {body}");
            let member = format!("readonly {param}{}: ", if *optional { "?" } else { "" });
            let (_, rest) = body.split_once(&member).unwrap_or_else(|| panic!("{member}: {body}"));
            let narrowed = ["reason", "expected"].contains(param);
            assert!(
                rest.starts_with(&format!("{type_name};")) || (narrowed && rest.starts_with('"')),
                "{rest}"
            );
        }
        let rules = interface("RuleSettings");
        assert_eq!(
            rules.contains(&format!("readonly {code}?: RuleSetting")),
            facts.adjustable,
            "{code}"
        );
    }
}

#[test]
fn options_are_those_that_the_core_reads() {
    let body = interface("CaseOptions");
    let known = Options::from_json(r#"{"no such option":1}"#).unwrap_err().to_string();
    let mut known: BTreeSet<&str> = known.rsplit("are ").next().unwrap().split(", ").collect();
    // The package makes the messages.
    known.insert("language");
    let members: Vec<&str> = body
        .split("readonly ")
        .filter(|member| member.contains("?: "))
        .collect();
    let named: BTreeSet<&str> = members.iter().filter_map(|member| member.split('?').next()).collect();
    assert_eq!(named, known);
    for member in members {
        let (name, types) = member.split(';').next().unwrap().split_once("?: ").unwrap();
        for value in types.split(" | ").filter(|value| value.starts_with('"')) {
            Options::from_json(&format!("{{\"{name}\":{value}}}")).unwrap();
        }
    }
    assert!(body.contains(&format!("@default {} ", sphinx_case::DEFAULT_MAX_BYTES)));
}

#[test]
fn params_with_a_closed_set_list_every_value_that_the_corpus_knows() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut seen = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|extension| extension == "json") {
            let corpus = parsed(&std::fs::read_to_string(file).unwrap());
            let cases = corpus["cases"].as_array().unwrap();
            for issue in cases.iter().flat_map(|case| case["issues"].as_array().unwrap()) {
                for param in ["reason", "expected"] {
                    if let Some(value) = issue["params"][param].as_str() {
                        seen.insert((issue["code"].as_str().unwrap().to_owned(), param, value.to_owned()));
                    }
                }
            }
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
    for (code, param, value) in seen {
        let body = interface(&interface_name(&code));
        let (_, types) = body.split_once(&format!("readonly {param}: ")).unwrap();
        assert!(
            types.split(';').next().unwrap().contains(&format!("\"{value}\"")),
            "{code}: {value}"
        );
    }
}

fn interface_name(code: &str) -> String {
    let words = code.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    format!("{}Issue", words.collect::<String>())
}

/// The file is part of the crate's source, because a macro embeds it in the WebAssembly module.
#[test]
fn the_types_of_the_exported_functions_are_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/js/exports.d.ts");
    let fresh = schema::typescript_of_exports();
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == fresh,
        "src/js/exports.d.ts is stale: run `RENEW=1 cargo test --test core exported`"
    );
}
