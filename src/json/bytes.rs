//! Searching bytes eight at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// A word whose bytes are all this one.
pub(super) const fn repeated(byte: u8) -> u64 {
    ONES.wrapping_mul(byte as u64)
}

/// The highest bit of the first byte below `limit`, which is at most 0x80; 0 if there is none. Bits of later bytes mean nothing.
pub(super) const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(repeated(limit)) & !word & HIGHS
}

/// The highest bit of each byte beyond ASCII.
pub(super) const fn beyond_ascii(word: u64) -> u64 {
    word & HIGHS
}

/// The index of the first byte whose highest bit is set.
pub(super) const fn first(bits: u64) -> usize {
    (bits.trailing_zeros() / 8) as usize
}

/// Whether all bytes are from `first` to `last`, which are ASCII.
pub(crate) fn are_within(first: u8, last: u8, bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        // The sum has the highest bit of each byte that is after `last`.
        let above = word.wrapping_add(repeated(0x7F_u8.wrapping_sub(last)));
        if below(word, first) | beyond_ascii(word | above) != 0 {
            return false;
        }
        rest = after;
    }
    rest.iter().all(|byte| (first..=last).contains(byte))
}

/// Whether two texts are the same. The comparison of slices compares one byte after another in WebAssembly.
pub(crate) fn are_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (mut one, mut other) = (one, other);
    while let (Some((first, after)), Some((second, later))) =
        (one.split_first_chunk::<8>(), other.split_first_chunk::<8>())
    {
        if first != second {
            return false;
        }
        (one, other) = (after, later);
    }
    one.iter().zip(other).all(|(first, second)| first == second)
}

/// The index of the first byte that is this one.
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
pub(crate) fn position(byte: u8, bytes: &[u8]) -> Option<usize> {
    let mut at = 0_usize;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let found = below(u64::from_le_bytes(*chunk) ^ repeated(byte), 1);
        if found != 0 {
            return at.checked_add(first(found));
        }
        at = at.wrapping_add(8);
    }
    let end = bytes.get(at..)?.iter().position(|other| *other == byte)?;
    at.checked_add(end)
}

#[cfg(test)]
mod tests {
    use super::{are_same, are_within, position};

    #[test]
    fn a_byte_is_found_wherever_it_is() {
        for length in 0..40 {
            for place in 0..length {
                for other in [0, b'\t', 0x0B, 0x8A, 0xFF] {
                    let mut bytes = vec![other; length];
                    assert_eq!(position(b'\n', &bytes), None);
                    bytes[place] = b'\n';
                    *bytes.last_mut().unwrap() = b'\n';
                    assert_eq!(position(b'\n', &bytes), Some(place), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn a_byte_outside_of_the_limits_is_found_wherever_it_is() {
        for length in 0..20 {
            assert!(are_within(b'!', b'~', &vec![b'~'; length]));
            for place in 0..length {
                for other in 0..=u8::MAX {
                    let mut bytes = vec![b'!'; length];
                    bytes[place] = other;
                    assert_eq!(are_within(b'!', b'~', &bytes), other.is_ascii_graphic(), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn a_difference_is_found_wherever_it_is() {
        for length in 0..20 {
            let bytes = vec![b'a'; length];
            assert!(are_same(&bytes, &bytes.clone()));
            assert!(!are_same(&bytes, &vec![b'a'; length + 1]));
            for place in 0..length {
                let mut other = bytes.clone();
                other[place] = b'b';
                assert!(!are_same(&bytes, &other), "{other:?}");
            }
        }
    }
}
