//! Submits one request: prints the case to standard output and messages to standard error.

use std::io::{self, Write};
use std::process::ExitCode;

use sphinx_case::client::{CaseOrigin, Client, Error, ErrorKind};
use sphinx_case::{Case, Payload};

use super::{Arguments, advice, code_of, runtime};
use crate::arguments::ValidationOptions;
use crate::build;
use crate::failure::{Failure, INTERRUPTED, UNKNOWN};
use crate::input::Request;
use crate::report::{Human, Tally, shown_name, visible};
use crate::signals;
use crate::terminal::Look;

pub fn run(arguments: &Arguments, request: &Request) -> Result<ExitCode, Failure> {
    let Some(payload) = payload(
        &arguments.file,
        request,
        &arguments.validation,
        arguments.defaults.into(),
        (arguments.issues, "--issues"),
    )?
    else {
        return Ok(ExitCode::FAILURE);
    };
    let name = shown_name(&arguments.file);
    let base_url = visible(&arguments.api.base_url).into_owned();
    if arguments.dry_run {
        let bytes = payload.body().len();
        print(&format!(
            "{name}: valid; {bytes} bytes would be sent to {base_url}. Nothing was sent (--dry-run)."
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let client = arguments.api.client()?;
    let result = runtime()?.block_on(async {
        tokio::select! {
            result = send(&client, &payload, arguments.batch.exactly_once) => Some(result),
            () = signals::ends() => None,
        }
    });
    match result {
        Some(Ok(Sent {
            case: Some(case),
            existed,
        })) => created(&name, &case, existed),
        Some(Ok(Sent { case: None, .. })) => Err(Failure::Ended(
            UNKNOWN,
            format!(
                "{name}: the API says that there is a case with this external_id, but it is not in the list of cases. Run the same \
                 command again later."
            ),
        )),
        Some(Err(error)) => Err(Failure::Ended(code_of(&error), error_message(&name, &error))),
        None => Err(Failure::Ended(
            INTERRUPTED,
            format!(
                "{name}: interrupted while the request was being sent, so the case may or may not have been created. {UNSURE}"
            ),
        )),
    }
}

/// The case of a request.
struct Sent {
    /// `None` if there is one that was not found.
    case: Option<Case>,
    /// Whether it existed before the request was sent.
    existed: bool,
}

async fn send(client: &Client, payload: &Payload, exactly_once: bool) -> Result<Sent, Error> {
    if !exactly_once {
        let case = Some(client.create_case(payload).await?);
        return Ok(Sent { case, existed: false });
    }
    let created = client.create_case_once(payload).await?;
    Ok(Sent {
        case: created.case,
        existed: created.origin == CaseOrigin::BeforeThisCall,
    })
}

const UNSURE: &str =
    "Look for it in the list of cases before you send it again, because that can create a duplicate case.";

/// Prints the issues of a request, and returns its payload unless it has errors.
pub fn payload(
    file: &str,
    request: &Request,
    validation: &ValidationOptions,
    defaults: sphinx_case::Defaults,
    (limit, flag): (usize, &'static str),
) -> Result<Option<Payload>, Failure> {
    let options = validation.options(defaults)?;
    let document = request.document(file);
    let (built, verdict) = build::payload(&document, &options, validation.deny_warnings);
    let mut out = io::stderr().lock();
    let human = Human::new(Look::of(&io::stderr(), validation.color), validation.language).with_flag(flag);
    // If the frames cannot be written, there is still the exit code.
    let _ = human
        .frames(&mut out, &document, &verdict, limit)
        .and_then(|shown| human.more(&mut out, &document, shown));
    if built.is_none() {
        let mut tally = Tally::default();
        tally.add(&document, &verdict);
        let _ = writeln!(
            out,
            "{}; nothing was sent",
            tally.summary(1, 0, validation.deny_warnings)
        );
    }
    Ok(built)
}

fn created(name: &str, case: &Case, existed: bool) -> Result<ExitCode, Failure> {
    let id = case.id;
    print(&if existed {
        format!(
            "{name}: case {id} existed before, with the same external_id. If it is not from this request, compare its values"
        )
    } else {
        format!("{name}: case {id} was created")
    });
    let text = serde_json::to_string(case).unwrap_or_default();
    writeln!(io::stdout(), "{text}").map_err(|error| match Failure::writing("standard output", &error) {
        Failure::Fatal(message) => Failure::Fatal(format!("{message} Case {} was created nevertheless.", case.id)),
        other => other,
    })?;
    Ok(ExitCode::SUCCESS)
}

fn error_message(name: &str, error: &Error) -> String {
    let next = match error.kind() {
        ErrorKind::Rejected(_) => "Nothing was created.",
        ErrorKind::OutcomeUnknown => UNSURE,
        _ => advice(error),
    };
    let lines: Vec<_> = error
        .to_string()
        .lines()
        .map(|line| visible(line).into_owned())
        .collect();
    format!("{name}: {}\n{next}", lines.join("\n"))
}

fn print(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}
