//! `sphinx-case curl`: writes the curl command that sends a request, quoted for any POSIX shell.
//!
//! The page writes the same command (www/page/formats/curl.js).

use std::io::{self, Write};
use std::process::ExitCode;

use sphinx_case::client::DEFAULT_BASE_URL;

use crate::arguments::{DefaultsChoice, ReadingOptions, ValidationOptions};
use crate::failure::Failure;
use crate::input::{self, Single};
use crate::report::shown_name;
use crate::shell::quoted;
use crate::submit;

/// The arguments of `curl`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A file with a request (JSON, or a table with one row); - is standard input
    #[arg(value_name = "FILE")]
    file: String,

    #[command(flatten)]
    reading: ReadingOptions,

    #[command(flatten)]
    validation: ValidationOptions,

    /// How to treat default values (delete_after -1, auto_start true)
    #[arg(long, value_enum, default_value_t = DefaultsChoice::Explicit, value_name = "CHOICE")]
    defaults: DefaultsChoice,

    /// Maximum number of issues to show
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    issues: usize,

    /// The base URL of the API
    #[arg(long, value_name = "URL", env = "SPHINX_BASE_URL", hide_env_values = true, default_value = DEFAULT_BASE_URL)]
    base_url: String,
}

const AFTER_HELP: &str = "\
Examples:
  sphinx-case curl case.json            print the command
  sphinx-case curl case.json | sh       run it, with the token in SPHINX_TOKEN

The token is written as $SPHINX_TOKEN, never as its value. This command itself sends nothing.

Exit codes: 0 written, 1 the request is invalid, 2 usage error, or a file could not be read or written.";

/// Linux limits an argument of a command to 131,072 bytes, so a longer body is piped.
const LONGEST_ARGUMENT: usize = 100_000;

/// Writes the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let validation = &arguments.validation;
    let defaults = arguments.defaults.into();
    let options = validation.options(defaults)?;
    let Single::One(request) = input::read_only(&arguments.file, &arguments.reading.options(), &options)? else {
        return Err(Failure::Fatal(format!(
            "{}: has many requests; expected one. To send them all, use submit.",
            shown_name(&arguments.file)
        )));
    };
    let issues = (arguments.issues, "--issues");
    let Some(payload) = submit::payload(&arguments.file, &request, validation, defaults, issues)? else {
        return Ok(ExitCode::FAILURE);
    };
    let endpoint = format!("{}/api/cases/", arguments.base_url.trim_end_matches('/'));
    writeln!(io::stdout(), "{}", command(&endpoint, payload.body()))
        .map_err(|error| Failure::writing("standard output", &error))?;
    Ok(ExitCode::SUCCESS)
}

/// The command that sends exactly this body. The shell inserts the token from the environment.
fn command(endpoint: &str, body: &str) -> String {
    let is_piped = body.len() > LONGEST_ARGUMENT || body.chars().any(is_control_sequence);
    let data = if is_piped {
        "--data-binary @-".to_owned()
    } else {
        format!("--data-raw {}", quoted(body))
    };
    let command = [
        &format!("curl {}", quoted(endpoint)),
        "--header \"Authorization: Bearer $SPHINX_TOKEN\"",
        "--header 'Content-Type: application/json'",
        &data,
    ]
    .join(" \\\n  ");
    if is_piped {
        format!("printf {} |\n{command}", printf_format(body))
    } else {
        command
    }
}

/// A printf format that prints exactly this text, with control characters as octal bytes.
fn printf_format(text: &str) -> String {
    let mut format = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => format.push_str("\\\\"),
            '%' => format.push_str("%%"),
            character if is_control_sequence(character) => {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    format.push_str(&format!("\\{byte:03o}"));
                }
            }
            character => format.push(character),
        }
    }
    quoted(&format)
}

/// A control character that a terminal interprets when the command is pasted. A line feed in quotes is harmless.
fn is_control_sequence(character: char) -> bool {
    character != '\n' && character.is_control()
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn quoting() {
        let short = command("https://a.example/api/cases/", r#"{"note":"it's 100%"}"#);
        assert!(short.starts_with("curl 'https://a.example/api/cases/' \\\n"), "{short}");
        assert!(short.ends_with(r#"--data-raw '{"note":"it'\''s 100%"}'"#), "{short}");
        assert!(short.contains("\"Authorization: Bearer $SPHINX_TOKEN\""), "{short}");
        let piped = command("https://a.example/api/cases/", "{\"note\":\"\u{9B}\\n%\"}");
        assert!(
            piped.starts_with("printf '{\"note\":\"\\302\\233\\\\n%%\"}' |\ncurl"),
            "{piped}"
        );
    }
}
