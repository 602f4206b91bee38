//! Parses an http or https URL as far as the rules need it: scheme, host and port.

use super::acceptance::ValueCondition;
use crate::json::are_within;
use crate::lean::{parse_digits, split_at_any};

/// URLs about which none of the rules about URLs reports anything, in one pattern that is tested once: `https:`; a host name of
/// two to six ASCII labels, which has at most 253 characters, and whose last label is in lower case (so it is not an IP address) and
/// not a local one; no user and no port; a path of printable ASCII that is the same in JSON.
pub(super) const ORDINARY: ValueCondition = ValueCondition::Text(
    r"https://(?:[A-Za-z0-9-]{1,46}\.){1,5}(?!(?:localhost|local|internal)(?:[/?#]|$))[a-z]{1,18}(?:[/?#][!#-\[\]-~]*)?$",
);

/// A URL that can be called.
#[derive(Debug)]
pub(super) struct Url<'t> {
    pub is_secure: bool,
    pub host: Host<'t>,
    /// The host as written.
    pub host_text: &'t str,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Host<'t> {
    /// Without a trailing dot.
    Name(&'t str),
    V4(u32),
    V6([u16; 8]),
}

/// Parses a URL. The error is the `reason` of `invalid_url`.
pub(super) fn parse(text: &str) -> Result<Url<'_>, &'static str> {
    require_visible(text)?;
    let (scheme, after) = split_at_any(text, b":");
    let after = after.ok_or("not_absolute")?;
    let is_secure = scheme.eq_ignore_ascii_case("https");
    let is_known = is_secure || scheme.eq_ignore_ascii_case("http");
    let rest = match after.strip_prefix("//") {
        Some(rest) if is_known => rest,
        None if is_known => return Err("host"),
        // `localhost:3000` is a host with a port, not a scheme.
        None if after.bytes().next().is_none_or(|first| first.is_ascii_digit()) => return Err("not_absolute"),
        _ => return Err(if is_scheme(scheme) { "scheme" } else { "not_absolute" }),
    };
    let (place, _) = split_at_any(rest, b"/?#");
    let (host_text, port) = host_and_port(place)?;
    let host = host(host_text).ok_or("host")?;
    if port.is_some_and(|port| parse_digits(port, 10).is_none_or(|port| port > 65_535)) {
        return Err("port");
    }
    Ok(Url {
        is_secure,
        host,
        host_text,
    })
}

/// Whitespace and control characters are not allowed.
fn require_visible(text: &str) -> Result<(), &'static str> {
    if are_within(b'!', b'~', text.as_bytes()) {
        return Ok(());
    }
    let is_blank = |character: Option<char>| character.is_some_and(char::is_whitespace);
    if is_blank(text.chars().next()) || is_blank(text.chars().next_back()) {
        return Err("white_space");
    }
    let is_wrong = |character: char| character.is_whitespace() || character.is_control();
    if text.chars().any(is_wrong) {
        return Err("character");
    }
    Ok(())
}

/// Splits the part between `//` and the path into host and port, without the user.
fn host_and_port(mut place: &str) -> Result<(&str, Option<&str>), &'static str> {
    if !place.bytes().any(|byte| matches!(byte, b'@' | b':')) {
        return Ok((place, None));
    }
    while let (_, Some(after)) = split_at_any(place, b"@") {
        place = after;
    }
    match split_at_any(place, b"]") {
        (_, Some(after)) if place.starts_with('[') => {
            let end = place.len().saturating_sub(after.len());
            let port = if after.is_empty() {
                None
            } else {
                Some(after.strip_prefix(':').ok_or("host")?)
            };
            Ok((place.get(..end).unwrap_or_default(), port))
        }
        _ => Ok(split_at_any(place, b":")),
    }
}

fn is_scheme(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

#[inline(never)]
fn host(text: &str) -> Option<Host<'_>> {
    if let Some(address) = text.strip_prefix('[') {
        return ipv6(address.strip_suffix(']')?).map(Host::V6);
    }
    let labels = text.strip_suffix('.').unwrap_or(text);
    let mut rest = Some(labels);
    let mut last = labels;
    // With a dot for each label, which is one too many.
    let mut whole = 0_usize;
    while let Some(text) = rest {
        (last, rest) = split_at_any(text, b".");
        let length = length(last)?;
        whole = whole.saturating_add(length).saturating_add(1);
        if last.is_empty() || length > 63 || whole > 254 {
            return None;
        }
    }
    let may_be_number = last.bytes().next().is_some_and(|first| first.is_ascii_digit());
    if may_be_number && (last.bytes().all(|byte| byte.is_ascii_digit()) || number(last).is_some()) {
        return ipv4(labels).map(Host::V4);
    }
    Some(Host::Name(labels))
}

/// The minimum length of a label in the DNS: a label with non-ASCII letters becomes `xn--` and at least one character for each.
/// `None` if it has a character that no label has.
fn length(label: &str) -> Option<usize> {
    let mut is_ascii = true;
    for byte in label.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => {}
            0x80.. => is_ascii = false,
            _ => return None,
        }
    }
    Some(if is_ascii {
        label.len()
    } else {
        label.chars().count().saturating_add(4)
    })
}

/// An IPv6 address: eight groups, some of which `::` can replace; the last two can be an IPv4 address.
#[inline(never)]
fn ipv6(text: &str) -> Option<[u16; 8]> {
    let mut groups: Vec<u16> = Vec::with_capacity(8);
    let (mut rest, mut gap) = match text.strip_prefix("::") {
        Some(rest) => (rest, Some(0)),
        None => (text, None),
    };
    while !rest.is_empty() {
        let (part, after) = split_at_any(rest, b":");
        if after.is_none() && part.bytes().any(|byte| byte == b'.') {
            let [high, low] = two_groups(part)?;
            groups.push(high);
            groups.push(low);
        } else if part.len() <= 4 {
            groups.push(parse_digits(part, 16)? as u16);
        } else {
            return None;
        }
        let Some(after) = after else { break };
        rest = after;
        if let Some(after) = after.strip_prefix(':') {
            if gap.replace(groups.len()).is_some() {
                return None;
            }
            rest = after;
        } else if after.is_empty() {
            return None;
        }
    }
    let left_out = 8_usize.checked_sub(groups.len())?;
    if gap.is_some() == (left_out == 0) {
        return None;
    }
    let mut address = [0; 8];
    for (place, group) in groups.iter().enumerate() {
        let is_behind = gap.is_some_and(|gap| place >= gap);
        let moved = if is_behind { left_out } else { 0 };
        *address.get_mut(place.saturating_add(moved))? = *group;
    }
    Some(address)
}

/// An IPv4 address within an IPv6 address, where only the plain spelling is allowed.
fn two_groups(text: &str) -> Option<[u16; 2]> {
    let is_plain = |part: &str| part.len() == 1 || !part.starts_with('0');
    let (mut rest, mut count, mut bits) = (Some(text), 0_u32, 0_u32);
    while let Some(text) = rest {
        let (part, after) = split_at_any(text, b".");
        let octet = parse_digits(part, 10).filter(|value| *value < 256 && is_plain(part))?;
        bits = (bits << 8) | octet as u32;
        count = count.saturating_add(1);
        rest = after;
    }
    (count == 4).then_some([(bits >> 16) as u16, bits as u16])
}

/// An IPv4 address in any of the spellings that programs accept: `127.0.0.1`, `127.1`, `0x7f.1`, `2130706433`.
#[inline(never)]
fn ipv4(text: &str) -> Option<u32> {
    let (mut rest, mut free, mut address) = (text, 32_u32, 0_u64);
    loop {
        let (part, after) = split_at_any(rest, b".");
        let value = number(part)?;
        match after {
            Some(after) if value < 256 => {
                free = free.checked_sub(8).filter(|free| *free > 0)?;
                address = (address << 8) | value;
                rest = after;
            }
            None if value < 1_u64 << free => return Some(((address << free) | value) as u32),
            _ => return None,
        }
    }
}

/// A part of an IPv4 address: decimal, octal with a leading zero, or hexadecimal with `0x`.
fn number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some("") => Some(0),
        Some(rest) => parse_digits(rest, 16),
        None if text.len() > 1 && text.starts_with('0') => parse_digits(text, 8),
        None => parse_digits(text, 10),
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
            ("https://a:99999999999999999999", "port"),
            ("https://a:+1", "port"),
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
            let expected = text
                .parse::<std::net::Ipv6Addr>()
                .ok()
                .map(|address| address.segments());
            assert_eq!(super::ipv6(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_read_in_all_spellings() {
        for text in ["127.0.0.1", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433"] {
            assert_eq!(
                parse(&format!("https://{text}")).unwrap().host,
                Host::V4(0x7f00_0001),
                "{text}"
            );
        }
    }
}
