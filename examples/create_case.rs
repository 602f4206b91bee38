//! Creates a case, and says what is known when it cannot.
//!
//! ```sh
//! sphinx-case serve --sandbox    # prints what to export
//! cargo run --features client --example create_case
//! ```

use sphinx_case::client::{Client, Credentials, DEFAULT_BASE_URL, Kind};
use sphinx_case::{CreateCase, NewCheck, NewCustomer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("set the environment variable {name}"));
    let credentials = Credentials::client(variable("SPHINX_CLIENT_ID")?, variable("SPHINX_CLIENT_SECRET")?);
    let client = Client::builder(credentials)
        .base_url(std::env::var("SPHINX_BASE_URL").unwrap_or_else(|_| DEFAULT_BASE_URL.to_owned()))
        .user_agent("create-case-example/1.0")
        .build()?;

    let request = CreateCase {
        customer: Some(NewCustomer::new("James Torres")),
        checks: Some(vec![NewCheck::new("ADVERSE_MEDIA")]),
        ..CreateCase::default()
    };
    match client.create_case(&request.build()?).await {
        Ok(case) => println!("case {} was created", case.id),
        Err(error) => match error.kind() {
            Kind::Rejected(issues) => {
                for issue in issues {
                    eprintln!("{issue}");
                }
            }
            // The one thing that must not simply be tried again: a case may exist.
            Kind::OutcomeUnknown => eprintln!("look at the list of cases before sending this again: {error}"),
            _ => eprintln!("{error}"),
        },
    }
    Ok(())
}
