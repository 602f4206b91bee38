//! Builds a case request out of Rust types, and its payload: `cargo run --example typed_request`.

use sphinx_case::{CheckType, CreateCase, CustomerType, Details, Maybe, NewCheck, NewCustomer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let case = CreateCase {
        customer: Some(NewCustomer {
            customer_type: CustomerType::Individual.into(),
            // Free JSON is passed on as it is, to the last digit.
            input_details: Some(Details::from_text(r#"{"dob": "1997-03-26", "income": 41000.50}"#)?),
            ..NewCustomer::new("James Torres")
        }),
        checks: Some(vec![NewCheck::new(CheckType::Pep), NewCheck::new("ADVERSE_MEDIA")]),
        // Null is not the same as absent: it is sent.
        webhook_url: Maybe::Null,
        delete_after: Some(30),
        ..CreateCase::default()
    };
    let payload = case.build()?;
    println!("{}", payload.body());
    println!("filled in: {}", payload.defaulted().join(", "));

    // What is wrong comes all at once.
    let wrong = CreateCase {
        customer_id: Some(0),
        webhook_url: "example.com".into(),
        ..case
    };
    if let Err(issues) = wrong.build() {
        println!("\n{issues}");
    }
    Ok(())
}
