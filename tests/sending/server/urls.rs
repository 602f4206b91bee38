//! URLs of many shapes, put together of parts, most of them good, so that what one side refuses is seen by itself.

use crate::server::bodies::Random;

const SCHEMES: &[&str] = &[
    "https://",
    "http://",
    "https://",
    "HTTPS://",
    "Http://",
    "ftp://",
    "ftps://",
    "ws://",
    "//",
    "",
    "https:",
    "https:/",
    "https:///",
    "http:\\\\",
    "javascript:",
    " https://",
    "https://\t",
    "\u{a0}https://",
    "\nhttps://",
];
const USERS: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    "u@",
    "u:p@",
    "u:@",
    ":p@",
    "@",
    "u:p:q@",
    "a@b@",
    "u%40:p%2f@",
    "ü:ß@",
    "a b@",
    "[@",
    "u/p@",
];
const HOSTS: &[&str] = &[
    "example.com",
    "example.com",
    "example.com.",
    "EXAMPLE.Com",
    "a.b-c.example.co.uk",
    "intranet",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "a.localhost",
    "a_b.example.com",
    "_dmarc.example.com",
    "my_host",
    "-a.example.com",
    "a-.example.com",
    "a--b.example.com",
    "xn--mnchen-3ya.de",
    "münchen.de",
    "例え.jp",
    "例え.テスト",
    "пример.рф",
    "مثال.إختبار",
    "😀.example.com",
    "example.c",
    "example.co",
    "example.123",
    "example.c0m",
    "example.-com",
    "example.com-",
    "example.xn--p1ai",
    "1.example.com",
    "a..b",
    ".a.b",
    "a.b..",
    ".",
    "",
    "a,b.c",
    "a%6d.com",
    "a b.com",
    "a\u{ad}b.com",
    "a\u{200d}b.com",
    "ａ.com",
    "a。com",
    "192.0.2.1",
    "10.0.0.1",
    "127.0.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "256.1.1.1",
    "1.2.3",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "01.2.3.4",
    "1.2.3.4.",
    "1.2.3.4.5",
    "[::1]",
    "[2001:db8::1]",
    "[2001:DB8::A]",
    "[::ffff:10.0.0.1]",
    "[fe80::1%25eth0]",
    "[fe80::1%eth0]",
    "[::]",
    "[::g]",
    "[1::2::3]",
    "[::1",
    "::1",
    "[]",
    "[v1.a]",
    "[1.2.3.4]",
    "[1:2:3:4:5:6:7:8]",
    "[1:2:3:4:5:6:7:8:9]",
    "[12345::]",
    "[::01.2.3.4]",
];
const PORTS: &[&str] = &[
    "", "", "", "", ":443", ":80", ":", ":0", ":65535", ":65536", ":99999", ":100000", ":080", ":00080", ":000080",
    ":-1", ":a", ":٣", ":8 0", ":+1",
];
const PATHS: &[&str] = &[
    "",
    "/",
    "/hook",
    "?q=1",
    "#f",
    "/a?b=c&d=e#f",
    "//x",
    "/a b",
    "/a\tb",
    "/a\nb",
    "/%zz",
    "/ä/ß",
    "/😀",
    "/a\u{a0}b",
    "/a\u{3000}b",
    "/a\u{2028}b",
    "/a\u{85}b",
    "/a\u{200b}b",
    "/a\u{feff}b",
    "/a\u{1}b",
    "/a\u{7f}b",
    "/a\u{9f}b",
    "/a\u{1c}b",
    "/|{}^`\"<>",
    "\\x",
    "/\\",
    "?a=@b",
    "/a:b@c",
    "/[",
    "/]",
    "?[::1]",
    "#@x:y",
    "/ ",
    "/\n",
    "/\u{a0}",
    "/\u{1c}",
    "/\u{feff}",
    "/\u{200b}",
    "/\u{180e}",
    "//user@example.com",
    "@evil.example",
    "?",
    "#",
    ";a",
];

/// URLs in which one part at a time is odd, and the lengths at which something ends.
pub fn plain() -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    urls.extend(SCHEMES.iter().map(|scheme| format!("{scheme}example.com/hook")));
    urls.extend(USERS.iter().map(|user| format!("https://{user}example.com/hook")));
    urls.extend(HOSTS.iter().map(|host| format!("https://{host}")));
    urls.extend(HOSTS.iter().map(|host| format!("http://{host}:8443/hook")));
    urls.extend(PORTS.iter().map(|port| format!("https://example.com{port}/hook")));
    urls.extend(PORTS.iter().map(|port| format!("https://[2001:db8::1]{port}")));
    urls.extend(PATHS.iter().map(|path| format!("https://example.com{path}")));
    for length in [510, 511, 512, 513, 2048, 2049] {
        for character in ['a', 'ä', '😀'] {
            let start = "https://example.com/";
            let rest = length - start.len();
            urls.push(format!("{start}{}", String::from_iter(vec![character; rest])));
        }
    }
    for length in [62, 63, 64] {
        for character in ["a", "ä", "-", "1"] {
            urls.push(format!("https://{}.com", character.repeat(length)));
            urls.push(format!("https://example.{}", character.repeat(length)));
        }
    }
    for length in [252, 253, 254, 255] {
        let labels = format!("{}.", "a".repeat(49)).repeat(6);
        let host = format!("{}.com", &labels[..length - 4]);
        urls.push(format!("https://{host}"));
        urls.push(format!("https://{host}./"));
    }
    urls
}

/// A URL of any parts, at most two of which are odd.
pub fn any(random: &mut Random) -> String {
    let mut part = |all: &'static [&'static str]| {
        if random.below(3) == 0 {
            *random.pick(all)
        } else {
            all[0]
        }
    };
    [part(SCHEMES), part(USERS), part(HOSTS), part(PORTS), part(PATHS)].concat()
}
