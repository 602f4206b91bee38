//! The corpus in Rust: every case that is no JavaScript expression, and the results for the other runtimes
//! to be equal to (`target/corpus/native.json`), with the severity of each code (`severities.json`).

use super::{case, files};

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use case::{Case, Input};
use serde_json::value::RawValue;

#[derive(serde::Serialize)]
struct Outcome {
    issues: sphinx_case::Issues,
    omitted: usize,
    payload: Option<String>,
    defaulted: Vec<&'static str>,
}

fn run(case: &Case) -> Option<Outcome> {
    let bytes = case.bytes()?;
    let options = case.options();
    let draft = sphinx_case::read_json_with(&bytes, &options);
    let issues = draft.issues().clone();
    let omitted = issues.omitted();
    let built = draft.build().ok();
    let defaulted = built
        .as_ref()
        .map(|payload| payload.defaulted().to_vec())
        .unwrap_or_default();
    Some(Outcome {
        issues,
        omitted,
        payload: built.map(|payload| payload.into_body()),
        defaulted,
    })
}

#[test]
fn every_case_gives_what_it_says() {
    let mut failures = Vec::new();
    let mut outcomes = BTreeMap::new();
    let (mut count, mut skipped) = (0, 0);
    for file in corpus_files() {
        let text = fs::read_to_string(&file).unwrap();
        for case in case::read(&text) {
            let Some(outcome) = run(&case) else {
                skipped += 1;
                continue;
            };
            count += 1;
            let issues = serde_json::to_string(&outcome.issues).unwrap();
            let difference = case.difference(&issues, outcome.payload.as_deref(), &outcome.defaulted);
            if let Some(difference) = difference {
                failures.push(format!(
                    "{} / {}: {difference}",
                    file.file_name().unwrap().display(),
                    case.name
                ));
            }
            let before = outcomes.insert(case.name.clone(), outcome);
            assert!(before.is_none(), "two cases are named {}", case.name);
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/corpus");
    fs::create_dir_all(&folder).unwrap();
    let results: BTreeMap<&str, Box<RawValue>> = outcomes
        .iter()
        .map(|(name, outcome)| (name.as_str(), serde_json::value::to_raw_value(outcome).unwrap()))
        .collect();
    fs::write(folder.join("native.json"), serde_json::to_string(&results).unwrap()).unwrap();
    let severities: BTreeMap<&str, &str> = sphinx_case::Code::ALL
        .iter()
        .map(|code| (code.as_str(), code.facts().severity.as_str()))
        .collect();
    fs::write(
        folder.join("severities.json"),
        serde_json::to_string(&severities).unwrap(),
    )
    .unwrap();
    println!("{count} cases, {skipped} left to JavaScript");
    assert!(count >= 300, "only {count} cases");
    assert!(
        failures.is_empty(),
        "{} of {count} cases differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_code_has_a_case() {
    let mut missing: Vec<&str> = sphinx_case::Code::ALL.iter().map(|code| code.as_str()).collect();
    for file in corpus_files() {
        for case in case::read(&fs::read_to_string(&file).unwrap()) {
            missing.retain(|code| !case.issues.iter().any(|issue| issue.code == *code));
        }
    }
    // What a server says is not in a corpus of inputs.
    assert_eq!(missing, ["server"]);
}

#[test]
fn advice_about_one_field_is_part_of_all_issues() {
    for file in corpus_files() {
        for case in case::read(&fs::read_to_string(&file).unwrap()) {
            let Some(bytes) = case.bytes() else { continue };
            let options = case.options();
            let all = sphinx_case::check(&bytes, &options);
            for issue in all.iter().take(20) {
                let own = sphinx_case::check_field(&bytes, &issue.path, &options);
                assert!(
                    own.contains(issue),
                    "{}: {issue} is not said of its own field",
                    case.name
                );
                assert!(own.iter().all(|one| all.contains(one)), "{}", case.name);
            }
        }
    }
}

fn corpus_files() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

#[test]
fn inputs_are_of_one_kind() {
    for file in corpus_files() {
        for case in case::read(&fs::read_to_string(&file).unwrap()) {
            assert!(!matches!(case.input, Input::None), "{} has no input", case.name);
        }
    }
}

#[test]
fn the_list_for_other_runtimes_names_every_file() {
    let names: Vec<String> = corpus_files()
        .iter()
        .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let listed: Vec<&str> = files::FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, listed);
}
