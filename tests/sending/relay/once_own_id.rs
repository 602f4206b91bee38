//! A relay that creates each case exactly once, and requests that have an external ID of their own.

use sphinx_case::map_server_errors;
use sphinx_case::sandbox::Fault;

use crate::relay::once::{assert_repeatable, exactly_once, external_ids};
use crate::relay::replicas::KEY;
use crate::relay::setup::Setup;

const OTHER_KEY: (&str, &str) = ("Idempotency-Key", "another");

fn request(customer: u32) -> String {
    format!(r#"{{"customer_id": {customer}, "case_config": "kyb", "external_id": "order-7"}}"#)
}

#[tokio::test]
async fn an_external_id_of_the_request_is_kept() {
    for headers in [&[KEY][..], &[]] {
        for setup in Setup::with_each_store(exactly_once()).await {
            setup.sandbox.push_next(Fault::DropAfter);
            assert_repeatable(&setup.create(&request(1), headers).await);
            let created = setup.create(&request(1), headers).await;
            assert_eq!(created.status, 201, "{created:?}");
            assert_eq!(external_ids(&setup.sandbox), ["order-7"]);
        }
    }
}

#[tokio::test]
async fn a_case_with_the_external_id_is_compared() {
    for setup in Setup::with_each_store(exactly_once()).await {
        let first = setup.create(&request(1), &[KEY]).await;
        let same = setup.create(&request(1), &[OTHER_KEY]).await;
        assert_eq!(same.status, 201, "{same:?}");
        assert_eq!(same.json()["id"], first.json()["id"], "it is the case of this request");
        for headers in [&[("Idempotency-Key", "third")][..], &[]] {
            let other = setup.create(&request(2), headers).await;
            assert_eq!((other.status, other.problem().as_str()), (400, "rejected"));
            let issues = map_server_errors(other.status, &other.body);
            assert_eq!(issues.len(), 1);
            assert_eq!(issues[0].path.name(), "external_id");
            assert_eq!(
                issues[0].message(),
                "There is a case with this external_id and other values."
            );
        }
        assert_eq!(setup.cases(), 1);
    }
}

#[tokio::test]
async fn a_case_of_another_request_leaves_an_earlier_attempt_unknown() {
    for setup in Setup::with_each_store(exactly_once()).await {
        setup.sandbox.push_next(Fault::DropBefore);
        assert_repeatable(&setup.create(&request(1), &[KEY]).await);
        assert_eq!(setup.create(&request(2), &[OTHER_KEY]).await.status, 201);
        // The API could have changed the values of the first request.
        assert_repeatable(&setup.create(&request(1), &[KEY]).await);
        assert_eq!(setup.cases(), 1);
    }
}
