//! Free JSON: any value, of which only what no JSON may have is reported.

use super::location::{Location, Step};
use super::object::Reader;
use super::scanner::{Range, Scan, Token};
use super::sink::Sink;
use crate::issue::Problem;
use crate::sort::sorted;

/// Up to this many keys each is compared with each; beyond it they are sorted.
const FEW_KEYS: usize = 8;

impl Reader<'_, '_> {
    /// Passes any value.
    pub(super) fn free(&mut self, at: &Location<'_>) -> Scan<()> {
        match self.scanner.peek()? {
            Token::String => {
                let text = self.scanner.string()?;
                self.bad_characters(&text, at);
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
                let problem = if foreign.unsafe_integer {
                    Problem::UnsafeInteger {
                        received: foreign.received,
                    }
                } else {
                    Problem::NotJson {
                        received: foreign.received,
                    }
                };
                self.sink.found(at, problem, None);
            }
        }
        Ok(())
    }

    fn free_list(&mut self, at: &Location<'_>) -> Scan<()> {
        self.scanner.advance(1);
        let mut index = 0_usize;
        while self.scanner.next_member(index == 0, b']')? {
            self.free(&at.down(Step::Index(index)))?;
            index = index.wrapping_add(1);
        }
        Ok(())
    }

    fn free_object(&mut self, at: &Location<'_>) -> Scan<()> {
        self.scanner.advance(1);
        let mut keys = Vec::new();
        while self.scanner.next_member(keys.is_empty(), b'}')? {
            self.scanner.skip_white_space();
            let key = self.scanner.string()?;
            self.scanner.expect(b':')?;
            let name = key.decode(self.scanner.input);
            let here = at.down(Step::Key(&name, keys.len()));
            self.bad_characters(&key, &here);
            self.free(&here)?;
            keys.push((name, key.range()));
        }
        let keys: Vec<_> = keys.iter().map(|(name, range)| (&**name, *range)).collect();
        report_repeated(&keys, at, self.sink);
        Ok(())
    }
}

/// Reports each key that stands in the object before.
pub(super) fn report_repeated(keys: &[(&str, Range)], at: &Location<'_>, sink: &mut Sink) {
    if keys.len() <= FEW_KEYS {
        for (place, (key, range)) in keys.iter().enumerate() {
            if keys.iter().take(place).any(|(earlier, _)| earlier == key) {
                sink.found(&at.down(Step::Key(key, place)), Problem::DuplicateKey {}, Some(*range));
            }
        }
        return;
    }
    let key_at = |place: usize| keys.get(place).map(|(key, _)| *key);
    let by_key = sorted(keys.len(), &|one, other| key_at(one) < key_at(other));
    for pair in by_key.windows(2) {
        if let [earlier, place] = pair
            && key_at(*earlier) == key_at(*place)
            && let Some((key, range)) = keys.get(*place)
        {
            sink.found(&at.down(Step::Key(key, *place)), Problem::DuplicateKey {}, Some(*range));
        }
    }
}
