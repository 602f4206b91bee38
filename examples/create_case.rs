//! Creates a case, and reports what is known if that fails.
//!
//! ```sh
//! sphinx-case serve --sandbox    # prints the variables to export
//! cargo run --features client --example create_case
//! ```

use sphinx_case::client::{Client, ClientOptions, Credentials, ErrorKind};
use sphinx_case::{CreateCase, NewCheck, NewCustomer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("set the environment variable {name}"));
    let credentials = Credentials::client(variable("SPHINX_CLIENT_ID")?, variable("SPHINX_CLIENT_SECRET")?);
    let mut options = ClientOptions::default().with_user_agent("create-case-example/1.0");
    if let Ok(url) = std::env::var("SPHINX_BASE_URL") {
        options = options.with_base_url(url);
    }
    let client = Client::with_options(credentials, options)?;

    let request = CreateCase {
        customer: Some(NewCustomer::new("James Torres")),
        checks: Some(vec![NewCheck::new("ADVERSE_MEDIA")]),
        ..CreateCase::default()
    };
    match client.create_case(&request.build()?).await {
        Ok(case) => println!("created case {}", case.id),
        Err(error) => match error.kind() {
            ErrorKind::Rejected(issues) => {
                for issue in issues {
                    eprintln!("{issue}");
                }
            }
            // Do not simply send it again: the case may exist.
            ErrorKind::OutcomeUnknown => eprintln!("look at the list of cases before sending this again: {error}"),
            _ => eprintln!("{error}"),
        },
    }
    Ok(())
}
