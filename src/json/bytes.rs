//! Searching bytes eight at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// A word of which every byte is this one.
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
    use super::position;

    #[test]
    fn a_byte_is_found_wherever_it_is() {
        for length in 0..20 {
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
}
