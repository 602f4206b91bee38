//! Damage to a text: what a broken pipe, a slip of the hand or malice does to it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::json::free;
use super::request::{Care, request};

/// A text of bytes, which a failure shows as a text.
#[derive(Clone)]
pub struct Bytes(pub Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "b\"{}\"", self.0.escape_ascii())
    }
}

#[derive(Debug, Clone)]
enum Damage {
    Truncate(Index),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Splice(Index, Index, usize),
}

/// Any bytes: arbitrary ones, good texts, and good texts with some damage.
pub fn bytes() -> BoxedStrategy<Bytes> {
    prop_oneof![
        1 => vec(any::<u8>(), 0..40),
        2 => vec(piece(), 0..16).prop_map(|pieces| pieces.concat()),
        6 => (text(), vec(damage(), 0..4)).prop_map(|(text, damage)| damage.into_iter().fold(text.into_bytes(), apply)),
    ]
    .prop_map(Bytes)
    .boxed()
}

/// The text of a request or of some other JSON, spaced anyhow, now and then behind a byte order mark.
pub fn text() -> BoxedStrategy<String> {
    let json = prop_oneof![3 => request(Care::Wild), 1 => request(Care::Good), 1 => free(false)];
    let mark = prop_oneof![9 => Just(""), 1 => Just("\u{feff}")];
    (json, vec(0_u8..6, 1..9), mark)
        .prop_map(|(json, gaps, mark)| mark.to_owned() + &json.spaced(&gaps))
        .boxed()
}

/// What JSON is made of, and what it is not made of.
fn piece() -> BoxedStrategy<Vec<u8>> {
    let tokens = "{ } [ ] , : \" \\ / \\u \\ud800 \\u12 - 0 1 . e E + true false null nul \"a\" \"a\":1 //";
    let mut pieces: Vec<Vec<u8>> = tokens.split(' ').map(|token| token.as_bytes().to_vec()).collect();
    let bytes: [&[u8]; 10] = [
        b" ",
        b"\n",
        b"\x0b",
        b"\0",
        b"\x1f",
        b"\x80",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xef\xbb\xbf",
    ];
    pieces.extend(bytes.map(<[u8]>::to_vec));
    pieces.push("é😀\u{2028}".as_bytes().to_vec());
    select(pieces).boxed()
}

fn damage() -> BoxedStrategy<Damage> {
    prop_oneof![
        any::<Index>().prop_map(Damage::Truncate),
        (any::<Index>(), 1_u8..).prop_map(|(at, bits)| Damage::Flip(at, bits)),
        (any::<Index>(), piece()).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        (any::<Index>(), 1_usize..6).prop_map(|(at, count)| Damage::Remove(at, count)),
        (any::<Index>(), any::<Index>(), 1_usize..20).prop_map(|(from, to, count)| Damage::Splice(from, to, count)),
    ]
    .boxed()
}

fn apply(mut bytes: Vec<u8>, damage: Damage) -> Vec<u8> {
    let length = bytes.len();
    let place = |at: Index| at.index(length + 1);
    let piece = |from: usize, count: usize| from..(from + count).min(length);
    match damage {
        Damage::Truncate(at) => bytes.truncate(place(at)),
        Damage::Flip(at, bits) => {
            if let Some(byte) = bytes.get_mut(place(at)) {
                *byte ^= bits;
            }
        }
        Damage::Insert(at, new) => {
            bytes.splice(place(at)..place(at), new);
        }
        Damage::Remove(at, count) => {
            bytes.drain(piece(place(at), count));
        }
        Damage::Splice(from, to, count) => {
            let copy = bytes[piece(place(from), count)].to_vec();
            bytes.splice(place(to)..place(to), copy);
        }
    }
    bytes
}
