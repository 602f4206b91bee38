//! The part of a text that a frame shows: the line of an issue with the lines around it, cut to the width of the terminal.

use sphinx_case::Span;

use super::visible::{columns, visible_bytes};

/// The distance from an issue, in bytes, within which line breaks are searched. Text farther away is never shown.
const MAX_DISTANCE: usize = 4096;

/// The columns reserved for a label below the issue.
const LABEL_ROOM: usize = 30;

/// A few lines of a text, without control characters.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines.
    pub text: String,
    /// The number of lines before the line of the issue.
    pub lines_before: usize,
    /// Where the issue begins in the excerpt, in bytes.
    pub start: usize,
    /// How many bytes of the excerpt it covers, at least one.
    pub length: usize,
    /// The column below which a label of the issue begins.
    pub label_column: usize,
}

impl Excerpt {
    /// Cuts out the surroundings of a span, at most `width` columns wide.
    pub fn cut(text: &[u8], span: Span, width: usize) -> Self {
        let start = (span.start as usize).min(text.len());
        let end = (span.end as usize).clamp(start, text.len());
        let (before, after) = text.split_at_checked(start).unwrap_or((text, &[]));
        let line_start = line_start(before);
        let (rest, has_end) = until_line_end(after);

        let left = before
            .get(line_start.unwrap_or_else(|| near(before))..)
            .unwrap_or_default();
        let (marked, right) = rest.split_at_checked(end.saturating_sub(start)).unwrap_or((rest, &[]));
        let line = Row {
            left: visible_bytes(without_mark(left)),
            // An issue at the end of a line has no character.
            marked: match visible_bytes(marked) {
                empty if empty.is_empty() => " ".to_owned(),
                marked => marked,
            },
            right: visible_bytes(right),
            continues_before: line_start.is_none(),
            continues_after: !has_end,
        }
        .fit(width);

        let mut excerpt = Self {
            text: String::new(),
            lines_before: 0,
            start: 0,
            length: line.marked.len(),
            label_column: wide(&line.left).saturating_add(wide(&line.marked) / 2),
        };
        if let Some(previous) = line_start.and_then(|place| previous_line(text, place)) {
            excerpt
                .text
                .push_str(&head(&visible_bytes(without_mark(previous)), width));
            excerpt.text.push('\n');
            excerpt.lines_before = 1;
        }
        excerpt.start = excerpt.text.len().saturating_add(line.left.len());
        for part in [&line.left, &line.marked, &line.right] {
            excerpt.text.push_str(part);
        }
        if let Some(next) = has_end.then(|| next_line(after)).flatten() {
            excerpt.text.push('\n');
            excerpt.text.push_str(&head(&visible_bytes(next), width));
        }
        excerpt
    }
}

/// A line in three parts: the text before the issue, the issue, and the text after it.
struct Row {
    left: String,
    marked: String,
    right: String,
    continues_before: bool,
    continues_after: bool,
}

impl Row {
    /// Cuts the text around the issue, and the issue itself if it is too long.
    fn fit(mut self, width: usize) -> Self {
        let (left, marked, right) = (wide(&self.left), wide(&self.marked), wide(&self.right));
        let whole = left.saturating_add(marked).saturating_add(right) <= width;
        let label_from = width.saturating_sub(LABEL_ROOM.min(width / 2));
        let has_label_room = left.saturating_add(marked / 2) <= label_from;
        if whole && has_label_room && !self.continues_before && !self.continues_after {
            return self;
        }
        let room = width.saturating_sub(2);
        if marked > room.saturating_mul(3) / 4 {
            self.marked = head(&self.marked, room.saturating_mul(3) / 4);
            self.continues_after = false;
            self.right.clear();
        }
        let room = room.saturating_sub(wide(&self.marked));
        let label_room = label_from.saturating_sub(wide(&self.marked) / 2);
        let room_left = room
            .saturating_sub(wide(&self.right).min(room / 2))
            .min(label_room.saturating_sub(1));
        if left > room_left || self.continues_before {
            self.left = tail(&self.left, room_left);
        }
        let room_right = room.saturating_sub(left.min(room_left));
        if wide(&self.right) > room_right || self.continues_after {
            self.right = cut_to(&self.right, room_right);
            self.right.push('…');
        }
        self
    }
}

fn wide(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The beginning of a text, with a mark where it was cut.
fn head(text: &str, width: usize) -> String {
    if wide(text) <= width {
        return text.to_owned();
    }
    let mut short = cut_to(text, width.saturating_sub(1));
    short.push('…');
    short
}

fn cut_to(text: &str, width: usize) -> String {
    let mut used = 0_usize;
    text.chars()
        .take_while(|character| {
            used = used.saturating_add(columns(*character));
            used <= width
        })
        .collect()
}

/// The end of a text, after an ellipsis where it was cut.
fn tail(text: &str, width: usize) -> String {
    let mut used = 0_usize;
    let kept = text
        .chars()
        .rev()
        .take_while(|character| {
            used = used.saturating_add(columns(*character));
            used <= width
        })
        .map(char::len_utf8)
        .sum();
    let end = text.get(text.len().saturating_sub(kept)..).unwrap_or_default();
    ["…", end].concat()
}

/// A line without the byte order mark of the text.
fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)
}

/// The beginning of the line that continues after `before`, unless it is far away.
fn line_start(before: &[u8]) -> Option<usize> {
    let far = before.len().saturating_sub(MAX_DISTANCE);
    let near = before.get(far..).unwrap_or_default();
    match near.iter().rposition(|byte| *byte == b'\n') {
        Some(place) => Some(far.saturating_add(place).saturating_add(1)),
        None => (far == 0).then_some(0),
    }
}

/// A position near the end that is not within a character.
fn near(before: &[u8]) -> usize {
    let far = before.len().saturating_sub(MAX_DISTANCE);
    let inside = before
        .get(far..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| **byte & 0xC0 == 0x80)
        .count();
    far.saturating_add(inside)
}

/// The rest of a line, and whether its end was found.
fn until_line_end(after: &[u8]) -> (&[u8], bool) {
    let near = after.get(..MAX_DISTANCE).unwrap_or(after);
    match near.iter().position(|byte| *byte == b'\n') {
        Some(place) => {
            let line = near.get(..place).unwrap_or_default();
            (line.strip_suffix(b"\r").unwrap_or(line), true)
        }
        None => (near, near.len() == after.len()),
    }
}

fn previous_line(text: &[u8], line_start: usize) -> Option<&[u8]> {
    let before = text.get(..line_start.checked_sub(1)?)?;
    let line = before.get(self::line_start(before)?..)?;
    Some(line.strip_suffix(b"\r").unwrap_or(line))
}

fn next_line(after: &[u8]) -> Option<&[u8]> {
    let place = after.iter().position(|byte| *byte == b'\n')?;
    let next = after.get(place.checked_add(1)?..).filter(|next| !next.is_empty())?;
    Some(until_line_end(next).0)
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, wide};
    use proptest::prelude::*;
    use sphinx_case::Span;

    /// The excerpt for a byte range, with the issue in angle brackets.
    fn shown(text: &[u8], start: u32, end: u32, width: usize) -> String {
        let span = Span {
            line: 1,
            column: 1,
            start,
            end,
        };
        let excerpt = Excerpt::cut(text, span, width);
        let (before, rest) = excerpt.text.split_at(excerpt.start);
        let (marked, after) = rest.split_at(excerpt.length);
        assert_eq!(before.matches('\n').count(), excerpt.lines_before);
        format!("{before}<{marked}>{after}")
    }

    #[test]
    fn an_issue_is_shown_with_the_lines_around_it() {
        let text = "\u{FEFF}{\r\n\t\"ä\": 1,\r\n}\r\n".as_bytes();
        assert_eq!(shown(text, 7, 11, 40), "{\n <\"ä\">: 1,\n}");
        assert_eq!(shown(text, 3, 4, 40), "<{>\n \"ä\": 1,");
        // A longer issue is shown up to the end of its line.
        assert_eq!(shown(text, 3, 18, 40), "<{>\n \"ä\": 1,");
        // An issue at the end of the text is shown as a space.
        assert_eq!(shown(text, 20, 20, 40), "}\n< >");
        assert_eq!(shown(b"", 0, 0, 40), "< >");
        assert_eq!(shown(b"[1", 2, 2, 40), "[1< >");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}\"key\"{}", "a".repeat(9000), "b".repeat(9000));
        assert_eq!(shown(text.as_bytes(), 9000, 9005, 21), "…aaaaaaa<\"key\">bbbbbbb…");
        assert_eq!(shown(text.as_bytes(), 9000, 18005, 22), "…aaa<\"key\"bbbbbbbbb…>");
        assert_eq!(shown(text.as_bytes(), 0, 1, 10), "<a>aaaaaaa…");
        assert_eq!(shown(text.as_bytes(), 18004, 18005, 20), "…bbbbbbbbb<b>");
    }

    proptest! {
        #[test]
        fn an_excerpt_of_any_bytes_fits(
            text in prop::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), Just(0xC3), Just(0xA4), any::<u8>()], 0..300),
            start in 0_u32..320,
            length in 0_u32..320,
            width in 30_usize..200,
        ) {
            let span = Span { line: 1, column: 1, start, end: start + length };
            let excerpt = Excerpt::cut(&text, span, width);
            prop_assert!(excerpt.text.get(excerpt.start..excerpt.start + excerpt.length).is_some_and(|marked| !marked.is_empty()));
            for line in excerpt.text.split('\n') {
                prop_assert!(wide(line) <= width, "{line:?}");
            }
        }
    }
}
