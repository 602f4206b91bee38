//! `sphinx-case schema`: prints what is derived from the declarations of the request.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use sphinx_case::{Revision, schema};

use crate::arguments::revision_parser;

/// What `schema` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to print.
    #[arg(long, visible_alias = "format", value_enum, default_value_t = Target::JsonSchema)]
    target: Target,

    /// The dialect of the JSON Schema.
    #[arg(long, value_enum, default_value_t = Dialect::Draft202012)]
    dialect: Dialect,

    /// The revision of the API that the JSON Schema describes and the headings are from
    #[arg(long, default_value = Revision::default().as_str(), value_name = "REVISION", value_parser = revision_parser())]
    revision: Revision,

    /// What the JSON Schema describes.
    #[arg(long = "of", value_enum, default_value_t = Side::Input, value_name = "SIDE")]
    side: Side,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Target {
    /// The request as JSON Schema.
    JsonSchema,
    /// The type declarations of the npm package.
    Typescript,
    /// The fields as a JSON table, for rendering a form.
    Fields,
    /// The headings of a table of cases in CSV, as a template to fill in.
    Csv,
    /// The codes of issues as JSON.
    Codes,
    /// The codes of issues as a Markdown table.
    CodesTable,
    /// What `form.wasm` and the npm package must agree on, for the build of the package.
    #[value(hide = true)]
    FormProtocol,
    /// What the npm package may accept without a call of the core, for the build of the package.
    #[value(hide = true)]
    Acceptance,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Dialect {
    /// JSON Schema draft 2020-12.
    #[value(name = "draft-2020-12")]
    Draft202012,
    /// JSON Schema draft 7.
    #[value(name = "draft-07")]
    Draft07,
    /// The schema object of OpenAPI 3.0.
    #[value(name = "openapi-3.0")]
    OpenApi30,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Side {
    /// The input.
    Input,
    /// What is built from it.
    Payload,
}

/// Prints the artefact that was asked for.
pub fn run(arguments: Arguments) -> ExitCode {
    let text = match arguments.target {
        Target::JsonSchema => schema::json_schema(arguments.dialect.into(), arguments.side.into(), arguments.revision),
        Target::Typescript => schema::typescript(),
        Target::Fields => schema::fields(),
        Target::Csv => schema::csv_headings(arguments.revision),
        Target::Codes => schema::codes(),
        Target::CodesTable => schema::codes_table(),
        Target::FormProtocol => schema::form_protocol(),
        Target::Acceptance => schema::acceptance(),
    };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has closed the output.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sphinx-case schema: cannot write to standard output: {error}");
            ExitCode::from(2)
        }
    }
}

impl From<Dialect> for schema::Dialect {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Draft202012 => Self::Draft202012,
            Dialect::Draft07 => Self::Draft07,
            Dialect::OpenApi30 => Self::OpenApi30,
        }
    }
}

impl From<Side> for schema::Side {
    fn from(side: Side) -> Self {
        match side {
            Side::Input => Self::Input,
            Side::Payload => Self::Payload,
        }
    }
}
