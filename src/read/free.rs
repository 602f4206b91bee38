//! Free JSON: values of any shape, in which only invalid JSON, bad characters and duplicate keys are reported.

use std::borrow::Cow;

use super::collector::IssueCollector;
use super::location::{Location, Step};
use super::mismatch::foreign_problem;
use super::reader::Reader;
use crate::issue::Problem;
use crate::json::{Key, Range, Scan, Token};
use crate::lean::sorted_indices;

/// The number of keys for which there is space at first.
const SOME_KEYS: usize = 16;

/// Up to this number of keys, each is compared with each; more are sorted.
const FEW_KEYS: usize = 8;

impl Reader<'_, '_> {
    /// Scans a value of any kind.
    pub(super) fn free(&mut self, at: &Location<'_>) -> Scan<()> {
        match self.scanner.peek()? {
            Token::String => {
                let text = self.scanner.string_inline()?;
                if text.has_bad_character() {
                    self.bad_characters(text, at);
                }
            }
            Token::Number => {
                self.scanner.number()?;
            }
            Token::True => self.scanner.literal("true")?,
            Token::False => self.scanner.literal("false")?,
            Token::Null => self.scanner.literal("null")?,
            Token::Object => {
                if self.enter(at)? {
                    self.free_object(at)?;
                    self.depth = self.depth.wrapping_sub(1);
                }
            }
            Token::Array => {
                if self.enter(at)? {
                    self.free_list(at)?;
                    self.depth = self.depth.wrapping_sub(1);
                }
            }
            Token::Foreign => {
                let foreign = self.scanner.foreign()?;
                self.collector.report(at, foreign_problem(foreign), None);
            }
        }
        Ok(())
    }

    fn free_list(&mut self, at: &Location<'_>) -> Scan<()> {
        self.scanner.advance(1);
        let mut index = 0_usize;
        // The end is looked for without a call first: lists in lists have as many ends as values.
        while self.scanner.byte() != Some(b']') {
            if !self.scanner.next_member(index == 0, b']')? {
                return Ok(());
            }
            self.free(&at.down(Step::Index(index)))?;
            index = index.wrapping_add(1);
        }
        self.scanner.advance(1);
        Ok(())
    }

    fn free_object(&mut self, at: &Location<'_>) -> Scan<()> {
        self.scanner.advance(1);
        let base = self.keys.len();
        if self.keys.capacity() == 0 {
            self.keys.reserve(SOME_KEYS);
        }
        while self.scanner.next_member(self.keys.len() == base, b'}')? {
            self.scanner.skip_white_space();
            let text = self.scanner.string_inline()?;
            self.scanner.expect(b':')?;
            let key = text.key(self.scanner.input);
            let here = at.down(Step::Key(key, self.keys.len().wrapping_sub(base)));
            if text.has_bad_character() {
                self.bad_characters(text, &here);
            }
            self.keys.push((key, text.range()));
            self.free(&here)?;
        }
        report_repeated(self.keys.get(base..).unwrap_or_default(), at, self.collector);
        self.keys.truncate(base);
        Ok(())
    }
}

/// Reports each key that appeared in the object before.
pub(super) fn report_repeated(keys: &[(Key<'_>, Range)], at: &Location<'_>, collector: &mut IssueCollector) {
    let mut report = |place: usize, key: &Key<'_>, range: Range| {
        collector.report(&at.down(Step::Key(*key, place)), Problem::DuplicateKey {}, Some(range));
    };
    if keys.len() <= FEW_KEYS {
        for (place, (key, range)) in keys.iter().enumerate() {
            if keys.iter().take(place).any(|(earlier, _)| earlier.is_same(key)) {
                report(place, key, *range);
            }
        }
        return;
    }
    let mut texts: Vec<Cow<'_, [u8]>> = Vec::with_capacity(keys.len());
    for (key, _) in keys {
        texts.push(key.bytes());
    }
    // Any order finds equal keys. Lengths are compared quickly, and numbered keys are in this order already.
    let rank = |place: usize| texts.get(place).map(|text| (text.len(), text));
    let by_key = sorted_indices(texts.len(), &|one, other| rank(one) < rank(other));
    for pair in by_key.windows(2) {
        if let [earlier, place] = pair
            && texts.get(*earlier) == texts.get(*place)
            && let Some((key, range)) = keys.get(*place)
        {
            report(*place, key, *range);
        }
    }
}
