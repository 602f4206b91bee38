//! `unreachable_webhook`: a host that the API's server cannot reach.

use super::url::{Host, Url};
use crate::issue::Problem;
use crate::read::{Location, Range, Sink};

/// Decision: a name or address that means this machine or this network means another one to the server.
pub(super) fn check(url: &Url<'_>, at: &Location<'_>, range: Range, sink: &mut Sink) {
    if is_local(&url.host) {
        sink.found(
            at,
            Problem::UnreachableWebhook {
                host: url.host_text.to_owned(),
            },
            Some(range),
        );
    }
}

fn is_local(host: &Host<'_>) -> bool {
    match host {
        Host::Name(name) => ["localhost", ".localhost", ".local", ".internal"].iter().any(|local| {
            let end = name.len().checked_sub(local.len()).and_then(|start| name.get(start..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(local))
                && (local.starts_with('.') || name.len() == local.len())
        }),
        Host::V4(address) => {
            address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || address.octets().starts_with(&[0])
        }
        Host::V6(address) => {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address
                    .to_ipv4_mapped()
                    .is_some_and(|mapped| is_local(&Host::V4(mapped)))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::codes;

    fn of(host: &str) -> Vec<String> {
        codes(&format!(
            r#"{{"customer_id":1,"case_config":"c","webhook_url":"https://{host}/x"}}"#
        ))
    }

    #[test]
    fn unreachable_webhook() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "localhost.",
            "a.localhost",
            "printer.local",
            "metadata.google.internal",
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "2130706433",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "user:secret@localhost",
        ] {
            assert_eq!(of(host), ["unreachable_webhook webhook_url"], "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com",
            "local",
            "mylocalhost",
            "8.8.8.8",
            "172.32.0.1",
            "[2001:db8::1]",
            "internal.example.com",
        ] {
            assert_eq!(of(host), [""; 0], "{host}");
        }
    }
}
