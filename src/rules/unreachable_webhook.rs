//! `unreachable_webhook`: a host that the API cannot reach.

use super::acceptance::ValueCondition;
use super::url::{Host, ORDINARY, Url};
use crate::issue::Problem;
use crate::json::Range;
use crate::read::{IssueCollector, Location};

pub(super) const ACCEPTS: ValueCondition = ORDINARY;

/// Decision: a local or private name or address does not lead to this machine when the API resolves it.
pub(super) fn check(url: &Url<'_>, at: &Location<'_>, range: Range, collector: &mut IssueCollector) {
    if is_local(&url.host) {
        collector.report(
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
        Host::V4(address) => is_local_v4(*address),
        // Unspecified, loopback, unique local (fc00::/7), link-local (fe80::/10), or a mapped IPv4 address.
        Host::V6(groups) => match *groups {
            [0, 0, 0, 0, 0, 0, 0, 0..=1] | [0xFC00..=0xFDFF, ..] | [0xFE80..=0xFEBF, ..] => true,
            [0, 0, 0, 0, 0, 0xFFFF, high, low] => is_local_v4((u32::from(high) << 16) | u32::from(low)),
            _ => false,
        },
    }
}

/// 0.0.0.0/8, 10.0.0.0/8, 127.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 169.254.0.0/16.
#[inline(never)]
fn is_local_v4(address: u32) -> bool {
    matches!(address >> 24, 0 | 10 | 127) || address >> 20 == 0xAC1 || matches!(address >> 16, 0xC0A8 | 0xA9FE)
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
