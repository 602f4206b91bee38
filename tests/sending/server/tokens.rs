//! JSON tokens at the edges: what stands just within a limit and just beyond, and what one side reads otherwise.

/// A string token of a text.
pub fn string(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// Numbers, and what is nearly one.
pub fn numbers() -> Vec<String> {
    let mut tokens: Vec<String> =
        "0 -0 -0.0 0.0 1 1.0 -1 -1.0 -2 30 30.0 30.00000 3e1 3E+1 300e-1 0.3e2 30.5 1.5 0.1 1e-1 1e0 \
        10e-1 -1e0 -10e-1 1e400 -1e400 1e-400 0e400 0e99999999999999999999 1e15 1e16 1e17 1e18 9e18 1e19 1E22 \
        2147483646 2147483647 2147483648 2147483647.0 2147483648.0 2147483647.5 21474836470e-1 -2147483648 -2147483649 \
        9007199254740991 9007199254740992 9007199254740993 9007199254740993.0 9007199254740993e0 \
        9223372036854775806 9223372036854775807 9223372036854775808 9223372036854775807.0 9223372036854775808.0 \
        9223372036854775000e0 -9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616 \
        365 366 12345678901234567890 1.7976931348623157e308 1.7976931348623159e308 5e-324 1.00000000000000000001 \
        123456789012345678.0 1234567890123456789.0 4294967296 365.0000000000000000000000001 0.99999999999999999999"
            .split_whitespace()
            .map(str::to_owned)
            .collect();
    tokens.push("9".repeat(4300));
    tokens.push("9".repeat(4301));
    tokens.push(format!("1.{}", "0".repeat(5000)));
    tokens.push(format!("0.{}1e5001", "0".repeat(5000)));
    let texts = [
        "30", "30.0", "30.", "3e1", " 30 ", "-1", "+1", "1_000", "٣٠", "0x1f", "1,5", "NaN", "Infinity", "-0",
    ];
    tokens.extend(texts.map(string));
    tokens
}

/// Texts: white space, lengths, and characters that are not let through everywhere.
pub fn texts() -> Vec<String> {
    let blanks = [
        "",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\u{b}",
        "\u{c}",
        "\u{1c}",
        "\u{1d}",
        "\u{1e}",
        "\u{1f}",
        "\u{85}",
        "\u{a0}",
        "\u{1680}",
        "\u{180e}",
        "\u{2000}",
        "\u{200a}",
        "\u{200b}",
        "\u{200d}",
        "\u{2028}",
        "\u{2029}",
        "\u{202f}",
        "\u{205f}",
        "\u{2060}",
        "\u{3000}",
        "\u{feff}",
        "\u{ad}",
        "\u{61c}",
        "\u{7f}",
        "\u{1}",
        " \u{3000}\n",
    ];
    let mut texts: Vec<String> = Vec::new();
    for blank in blanks {
        texts.push(blank.to_owned());
        texts.push(format!("{blank}a"));
        texts.push(format!("a{blank}"));
        texts.push(format!("a{blank}b"));
    }
    for length in [1, 50, 51, 254, 255, 256, 510, 511, 512] {
        // One, two and four bytes of UTF-8; two units of UTF-16; two code points that look like one character.
        for character in ["a", "ä", "😀", "e\u{301}"] {
            let text: String = character.chars().cycle().take(length).collect();
            texts.push(format!(" {text}"));
            texts.push(format!("{text}\u{3000}"));
            texts.push(text);
        }
    }
    let others = [
        "INDIVIDUAL",
        "COMPANY",
        "individual",
        " INDIVIDUAL",
        "COMPANY\n",
        "INDIVIDUAL\u{a0}",
        "PEP",
        "pep",
        "X_1",
        "kyb",
        "kyb-standard_2",
        "-",
        "_",
        "--",
        "a b",
        "a.b",
        "a/b",
        "ä",
        "٣",
        "ａ",
        "ſ",
        "K",
        "İ",
        "a\u{301}",
        "null",
        "None",
        "true",
        "True",
        "on",
        "yes",
        "t",
        "1",
        "0",
        "f",
        "off",
        "no",
        "[]",
        "{}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{10ffff}",
        "\u{e000}",
        "\"",
        "\\",
        "</script>",
        "'; DROP TABLE cases; --",
    ];
    texts.extend(others.map(str::to_owned));
    let mut tokens: Vec<String> = texts.iter().map(|text| string(text)).collect();
    let escaped = [
        r#""\u0000""#,
        r#""a\u0000""#,
        r#""\u0000a""#,
        r#"" \u0000 ""#,
        r#""\ud800""#,
        r#""\udc00""#,
        r#""a\ud800b""#,
        r#""\udc00\ud800""#,
        r#""\ud83d\ude00""#,
        r#""\ud83d\u0041""#,
        r#""\u0041\/\u00e4""#,
        r#""\u0020""#,
    ];
    tokens.extend(escaped.map(str::to_owned));
    tokens
}

/// Literals and containers.
pub fn shapes() -> Vec<String> {
    let mut tokens: Vec<String> = [
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "[[]]",
        "[{}]",
        "[null]",
        "[1]",
        "[1,1]",
        "[0]",
        "[\"1\"]",
        "[1.0,2e0]",
        "[true]",
        "[\"x\"]",
        "[{\"check_type\":\"PEP\"}]",
        "[{\"check_type\":null}]",
        "[{},null]",
        "[{},[]]",
        "[{},\"PEP\"]",
        "{\"0\":1}",
        "{\"0\":{\"check_type\":\"PEP\"}}",
        "{\"full_name\":\"A\"}",
        "{\"full_name\":\"A\",\"full_name\":\"\"}",
        "{\"full_name\":\"\",\"full_name\":\"A\"}",
        "{\"full_name\":[\"A\"]}",
        "{\"full_name\":{\"full_name\":\"A\"}}",
        "{\"fullname\":\"A\"}",
        "{\"full_name\":\"A\",\"delete_afterwards\":1}",
        "{\"\":1}",
        "{\"a\":{\"b\":[1,{\"c\":null}]}}",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\ud800\":1}",
        "{\"a\":1e400}",
        "{\"a\":[-1e400]}",
        "{\"a\":1.0,\"b\":12345678901234567890}",
        "{\"a\":1,\"a\":2}",
        "{\"__proto__\":{}}",
        "{\"non_field_errors\":[\"x\"]}",
        "[1,2,3,4,9223372036854775807,9223372036854775808]",
        "{\"a\": NaN}",
        "{\"a\": Infinity}",
        "01",
        "1.",
        ".5",
        "+1",
        "tru",
        "'a'",
        "\"a",
        "\"\t\"",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "/**/1",
        "\u{feff}1",
        "1 2",
        "\"\\x41\"",
        "\"\\u00g0\"",
    ]
    .map(str::to_owned)
    .to_vec();
    for depth in [100, 120, 124, 125, 126, 127, 128, 200, 900] {
        tokens.push(format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth)));
    }
    for digits in [400, 4300, 4301, 10_000] {
        tokens.push(format!("{{\"a\":{}}}", "7".repeat(digits)));
    }
    tokens
}
