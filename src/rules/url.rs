//! Reads an http or https URL as far as the rules need it: scheme, host and port.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A URL that could be called.
#[derive(Debug)]
pub(super) struct Url<'t> {
    pub is_secure: bool,
    pub host: Host,
    /// The host as it was written.
    pub host_text: &'t str,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// In lower case, as far as it is ASCII.
    Name(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

/// Reads a URL, or says what is wrong with it: the `reason` of `invalid_url`.
pub(super) fn parse(text: &str) -> Result<Url<'_>, &'static str> {
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        return Err("white_space");
    }
    if text.contains(|character: char| character.is_whitespace() || character.is_control()) {
        return Err("character");
    }
    let (scheme, rest) = text.split_once(':').ok_or("not_absolute")?;
    let is_secure = scheme.eq_ignore_ascii_case("https");
    let is_known = is_secure || scheme.eq_ignore_ascii_case("http");
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(match rest.bytes().next() {
            _ if is_known => "host",
            // `localhost:3000` is a host with a port, not a scheme.
            None | Some(b'0'..=b'9') => "not_absolute",
            _ if is_scheme(scheme) => "scheme",
            _ => "not_absolute",
        });
    };
    if !is_known {
        return Err(if is_scheme(scheme) { "scheme" } else { "not_absolute" });
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let (host_text, port) = if place.starts_with('[') {
        let end = place.find(']').ok_or("host")?;
        let (host, behind) = place.split_at_checked(end.saturating_add(1)).ok_or("host")?;
        match behind.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if behind.is_empty() => (host, None),
            None => return Err("host"),
        }
    } else {
        place
            .split_once(':')
            .map_or((place, None), |(host, port)| (host, Some(port)))
    };
    let host = host(host_text).ok_or("host")?;
    if port.is_some_and(|port| !port.bytes().all(|byte| byte.is_ascii_digit()) || port.parse::<u16>().is_err()) {
        return Err("port");
    }
    Ok(Url {
        is_secure,
        host,
        host_text,
    })
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

fn host(text: &str) -> Option<Host> {
    if let Some(address) = text.strip_prefix('[') {
        return ipv6(address.strip_suffix(']')?).map(Host::V6);
    }
    let is_name_character = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.') || !character.is_ascii()
    };
    let labels = text.strip_suffix('.').unwrap_or(text);
    if !text.chars().all(is_name_character)
        || labels.len() > 253
        || labels.split('.').any(|label| label.is_empty() || label.len() > 63)
    {
        return None;
    }
    let last = labels.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|byte| byte.is_ascii_digit()) || number(last).is_some() {
        return ipv4(labels).map(Host::V4);
    }
    Some(Host::Name(text.to_ascii_lowercase()))
}

/// An IPv6 address: up to eight groups, of which `::` leaves some out; the last two may be an IPv4 address.
fn ipv6(text: &str) -> Option<Ipv6Addr> {
    let (head, tail) = match text.find("::") {
        Some(at) => (text.get(..at)?, Some(text.get(at.checked_add(2)?..)?)),
        None => (text, None),
    };
    let head = groups(head, tail.is_none())?;
    let tail_groups = groups(tail.unwrap_or_default(), true)?;
    let given = head.len().checked_add(tail_groups.len())?;
    let left_out = 8_usize.checked_sub(given)?;
    if tail.is_some() == (left_out == 0) {
        return None;
    }
    let all = head
        .into_iter()
        .chain(std::iter::repeat_n(0, left_out))
        .chain(tail_groups);
    let bits = all.fold(0_u128, |bits, group| (bits << 16) | u128::from(group));
    Some(Ipv6Addr::from(bits))
}

fn groups(text: &str, ends_the_address: bool) -> Option<Vec<u16>> {
    let mut groups = Vec::new();
    if text.is_empty() {
        return Some(groups);
    }
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        if ends_the_address && parts.peek().is_none() && part.contains('.') {
            let octets: Vec<u16> = part.split('.').map(octet).collect::<Option<_>>()?;
            let [a, b, c, d] = octets.as_slice() else { return None };
            groups.extend([(a << 8) | b, (c << 8) | d]);
        } else {
            if part.is_empty() || part.len() > 4 || part.starts_with('+') {
                return None;
            }
            groups.push(u16::from_str_radix(part, 16).ok()?);
        }
    }
    Some(groups)
}

/// One of the four numbers of an IPv4 address within an IPv6 address: there only the plain spelling is known.
fn octet(text: &str) -> Option<u16> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|value| is_plain && *value < 256)
}

/// An IPv4 address in any of the spellings that programs take: `127.0.0.1`, `127.1`, `0x7f.1`, `2130706433`.
fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u64> = text.split('.').map(number).collect::<Option<_>>()?;
    let (last, leading) = parts.split_last()?;
    if leading.len() > 3 {
        return None;
    }
    let mut address = 0_u64;
    for part in leading {
        if *part > 255 {
            return None;
        }
        address = (address << 8) | part;
    }
    let bits = 32_usize.saturating_sub(leading.len().saturating_mul(8)) as u32;
    if *last >= 1_u64 << bits {
        return None;
    }
    u32::try_from((address << bits) | last).ok().map(Ipv4Addr::from)
}

fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    if digits.is_empty() && radix == 16 {
        return Some(0);
    }
    if digits.starts_with('+') {
        None
    } else {
        u64::from_str_radix(digits, radix).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Host, parse};

    #[test]
    fn urls_that_can_be_called() {
        for text in [
            "https://example.com",
            "HTTP://EXAMPLE.com/",
            "https://example.com:443/a?b#c",
            "https://user:pass@example.com/",
            "https://münchen.de/",
            "https://xn--mnchen-3ya.de",
            "https://a_b.example.com",
            "https://intranet",
            "https://example.com.",
            "https://[2001:db8::1]:8443/x",
            "https://192.0.2.1?x",
            "https://example.com/äö|{}",
            "https://example.com/a:b@c",
        ] {
            assert!(parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, reason) in [
            (" https://example.com", "white_space"),
            ("https://exa mple.com", "character"),
            ("https://example.com\n", "white_space"),
            ("https://example.com/\u{1}", "character"),
            ("example.com", "not_absolute"),
            ("/hook", "not_absolute"),
            ("//example.com/x", "not_absolute"),
            ("localhost:3000", "not_absolute"),
            ("ftp://example.com", "scheme"),
            ("javascript:alert(1)", "scheme"),
            ("mailto:a@b.c", "scheme"),
            ("https://", "host"),
            ("https:example.com", "host"),
            ("https:///x", "host"),
            ("https://?x", "host"),
            ("https://:80", "host"),
            ("https://a..b", "host"),
            ("https://.", "host"),
            ("https://exa%6dple.com", "host"),
            ("https://[::1", "host"),
            ("https://[::g]", "host"),
            ("https://[::1]x", "host"),
            ("https://999.1.1.1", "host"),
            ("https://1.2.3.4.5", "host"),
            ("https://a\\b.c", "host"),
            ("https://example.com:", "port"),
            ("https://example.com:65536", "port"),
            ("https://example.com:8o", "port"),
            ("https://a:b:c", "port"),
        ] {
            assert_eq!(parse(text).unwrap_err(), reason, "{text}");
        }
    }

    #[test]
    fn ipv6_addresses_are_read_as_the_standard_library_reads_them() {
        for text in [
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7:8",
            "1::8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "::ffff:10.0.0.1",
            "64:ff9b::192.0.2.1",
            "1:2:3:4:5:6:1.2.3.4",
            "fe80::1",
            "2001:DB8::a",
            "",
            ":",
            ":::",
            "1::2::3",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "12345::",
            "::g",
            "::1.2.3",
            "::256.1.1.1",
            "::01.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
            ":1::",
            "1:",
            "::1:",
            "+1::",
            "1::+2",
            "fe80::1%eth0",
            "1:2:3:4::5:6:7:8",
            "::1.2.3.4.5",
            "1.2.3.4::",
        ] {
            assert_eq!(super::ipv6(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn addresses_are_read_in_all_spellings() {
        for text in ["127.0.0.1", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433"] {
            assert_eq!(
                parse(&format!("https://{text}")).unwrap().host,
                Host::V4([127, 0, 0, 1].into()),
                "{text}"
            );
        }
    }
}
