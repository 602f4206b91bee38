//! `sphinx-case report`: shows the state of each line of a batch, also while it runs.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use sphinx_case::batch::{Entry, Journal, LineState};

use crate::failure::Failure;
use crate::report::visible;
use crate::submit::{self, summary};

/// The arguments of `report`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The journal; by default it is next to the file of requests
    #[arg(value_name = "JOURNAL")]
    journal: PathBuf,

    /// Text for people, one JSON object per line, or CSV
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,

    /// Only lines in this state; can be repeated
    #[arg(long = "state", value_enum, value_name = "STATE")]
    states: Vec<StateChoice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Counts, and one line of text per line
    Human,
    /// One JSON object per line of the file; of a table, "line" is the number of the row
    Json,
    /// One row per line, with a header
    Csv,
}

/// [`LineState`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StateChoice {
    /// It has errors and is not sent
    Invalid,
    /// It is still to be sent
    Pending,
    /// It is being sent, or was when the process ended
    Sending,
    /// A case was created
    Created,
    /// The API rejected it
    Rejected,
    /// The case may or may not have been created
    Unknown,
}

const AFTER_HELP: &str = "\
Examples:
  sphinx-case report cases.ndjson.journal
  sphinx-case report cases.ndjson.journal --state unknown --state rejected
  sphinx-case report cases.ndjson.journal --format csv > cases.csv
  sphinx-case report cases.ndjson.journal --format json --state created

It can be run while the batch is running. It changes nothing.

Exit codes: 0 written, 2 usage error, 7 the journal cannot be read.";

/// Writes the report.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let journal = Journal::open(&arguments.journal).map_err(submit::failed)?;
    if journal.is_incomplete().map_err(submit::failed)? {
        let name = visible(&arguments.journal.to_string_lossy()).into_owned();
        let _ = writeln!(
            io::stderr(),
            "warning: {name} is incomplete: the file {name}-wal, which contains what the batch sent last, is missing."
        );
    }
    let states: Vec<LineState> = if arguments.states.is_empty() {
        LineState::ALL.to_vec()
    } else {
        arguments.states.iter().map(|state| LineState::from(*state)).collect()
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.format {
        Format::Human => human(&journal, &states, &mut out)?,
        Format::Json => journal
            .visit(&states, |entry| writeln!(out, "{}", json(&entry)))
            .map_err(submit::failed)?,
        Format::Csv => csv(&journal, &states, &mut out)?,
    };
    written.and_then(|()| out.flush()).map_err(cannot_write)?;
    Ok(ExitCode::SUCCESS)
}

fn human(journal: &Journal, states: &[LineState], out: &mut impl Write) -> Result<io::Result<()>, Failure> {
    let info = journal.info().map_err(submit::failed)?;
    let counts = journal.counts().map_err(submit::failed)?;
    let mut text = vec![format!(
        "{}: {}, started {} for {}",
        visible(&info.file),
        summary::counted(counts.lines(), "line", "lines"),
        visible(&info.created_at),
        visible(&info.base_url)
    )];
    text.extend(summary::counts(&counts));
    for line in text {
        if let Err(error) = writeln!(out, "{line}") {
            return Ok(Err(error));
        }
    }
    journal
        .visit(states, |entry| {
            writeln!(out, "{}", summary::row(&entry, info.is_table()))
        })
        .map_err(submit::failed)
}

fn json(entry: &Entry) -> String {
    let issues: Option<&serde_json::value::RawValue> = entry
        .issues
        .as_deref()
        .and_then(|issues| serde_json::from_str(issues).ok());
    let mut object = serde_json::Map::new();
    let mut put = |name: &str, value: serde_json::Value| drop(object.insert(name.to_owned(), value));
    put("line", entry.line.into());
    put("state", entry.state.as_str().into());
    put("case_id", entry.case_id.into());
    put("attempts", entry.attempts.into());
    put("resent", entry.resent.into());
    put("external_id", entry.external_id.clone().into());
    put("existed", entry.existed.into());
    put("reconciled", entry.reconciled.into());
    put("status", entry.status.into());
    put("request_id", entry.request_id.clone().into());
    put("reason", entry.reason.clone().into());
    put("sent_at", entry.sent_at.clone().into());
    put("noticed_at", entry.noticed_at.clone().into());
    let mut text = serde_json::Value::Object(object).to_string();
    // The issues are already JSON.
    text.pop();
    text.push_str(",\"issues\":");
    text.push_str(issues.map_or("[]", serde_json::value::RawValue::get));
    text.push('}');
    text
}

const COLUMNS: [&str; 14] = [
    "line",
    "state",
    "case_id",
    "attempts",
    "resent",
    "reconciled",
    "status",
    "request_id",
    "reason",
    "sent_at",
    "noticed_at",
    "issues",
    "external_id",
    "existed",
];

fn csv(journal: &Journal, states: &[LineState], out: &mut impl Write) -> Result<io::Result<()>, Failure> {
    let mut writer = csv::Writer::from_writer(out);
    let written = |result: csv::Result<()>| result.map_err(io::Error::from);
    if let Err(error) = written(writer.write_record(COLUMNS)) {
        return Ok(Err(error));
    }
    let visited = journal
        .visit(states, |entry| {
            let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
            written(writer.write_record([
                entry.line.to_string(),
                entry.state.as_str().to_owned(),
                number(entry.case_id),
                entry.attempts.to_string(),
                entry.resent.to_string(),
                entry.reconciled.to_string(),
                number(entry.status.map(i64::from)),
                no_formula(entry.request_id),
                no_formula(entry.reason),
                entry.sent_at.unwrap_or_default(),
                entry.noticed_at.unwrap_or_default(),
                entry.issues.unwrap_or_default(),
                no_formula(entry.external_id),
                entry.existed.to_string(),
            ]))
        })
        .map_err(submit::failed)?;
    Ok(visited.and_then(|()| writer.flush()))
}

/// Quotes text from the server that a spreadsheet would interpret as a formula.
fn no_formula(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

fn cannot_write(error: io::Error) -> Failure {
    Failure::writing("standard output", &error)
}

impl From<StateChoice> for LineState {
    fn from(choice: StateChoice) -> Self {
        match choice {
            StateChoice::Invalid => Self::Invalid,
            StateChoice::Pending => Self::Pending,
            StateChoice::Sending => Self::Sending,
            StateChoice::Created => Self::Created,
            StateChoice::Rejected => Self::Rejected,
            StateChoice::Unknown => Self::Unknown,
        }
    }
}
