//! Doc comments of TypeScript.

/// The maximum width of a line.
const WIDTH: usize = 120;

/// A doc comment with a line feed: text, then tags such as `@default -1`. Empty if there is no text.
pub(super) fn comment(text: &str, tags: &[String], indent: &str) -> String {
    let text = text.replace("*/", "*\\/");
    let mut lines = wrapped(&text, WIDTH.saturating_sub(indent.len().saturating_add(3)));
    lines.extend(tags.iter().cloned());
    match lines.as_slice() {
        [] => String::new(),
        [line] if line.chars().count().saturating_add(indent.len()).saturating_add(7) <= WIDTH => {
            format!("{indent}/** {line} */\n")
        }
        lines => {
            let body: Vec<String> = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
            format!("{indent}/**\n{}{indent} */\n", body.concat())
        }
    }
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count().saturating_add(word.chars().count()) < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::comment;

    #[test]
    fn short_comments_stand_in_one_line() {
        assert_eq!(comment("A case.\n It is.", &[], "  "), "  /** A case. It is. */\n");
        assert_eq!(comment("", &[], ""), "");
        assert_eq!(comment("Ends */ early", &[], ""), "/** Ends *\\/ early */\n");
    }

    #[test]
    fn long_comments_and_tags_have_lines_of_their_own() {
        let long = comment(&"word ".repeat(40), &["@default 1".to_owned()], "  ");
        assert!(long.lines().count() > 3);
        assert!(long.lines().all(|line| line.len() <= 120));
        assert!(long.ends_with("   * @default 1\n   */\n"));
    }
}
