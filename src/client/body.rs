//! Reads the body of a response, also if it is compressed although the client asked for no compression.

use std::io::{self, Read};
use std::sync::Arc;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};

use super::error::Cause;

/// The maximum size of a body, in bytes, compressed or not.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// A body as far as it was received and can be read.
#[derive(Debug, Default)]
pub(super) struct ReceivedBody {
    pub text: String,
    /// Why it is incomplete, if it is.
    pub incomplete: Option<Cause>,
}

impl ReceivedBody {
    /// Receives a body.
    pub async fn read(mut response: reqwest::Response) -> Self {
        let mut bytes = Vec::new();
        let mut incomplete: Option<Cause> = loop {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len().saturating_add(chunk.len()) <= MAX_BODY => {
                    bytes.extend_from_slice(&chunk);
                }
                Ok(Some(_)) => break Some(too_long()),
                Ok(None) => break None,
                Err(error) => break Some(Arc::new(error)),
            }
        };
        for encoding in encodings(response.headers()).iter().rev() {
            match decode(encoding, &bytes) {
                Ok(decoded) => bytes = decoded,
                Err(error) => {
                    // What is still encoded is not text.
                    bytes.clear();
                    incomplete = incomplete.or_else(|| Some(Arc::new(error)));
                    break;
                }
            }
        }
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Self { text, incomplete }
    }
}

fn too_long() -> Cause {
    Arc::new(io::Error::other(format!("longer than {MAX_BODY} bytes")))
}

/// The encodings of a body, in the order in which they were applied.
fn encodings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    values
        .flat_map(|value| {
            String::from_utf8_lossy(value.as_bytes())
                .to_ascii_lowercase()
                .split(',')
                .map(|one| one.trim().to_owned())
                .collect::<Vec<_>>()
        })
        .filter(|encoding| !encoding.is_empty() && encoding != "identity")
        .collect()
}

fn decode(encoding: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let failed = |error: io::Error| {
        io::Error::new(
            error.kind(),
            format!("it is compressed ({encoding}) and cannot be read: {error}"),
        )
    };
    match encoding {
        "gzip" | "x-gzip" => read_all(MultiGzDecoder::new(bytes)).map_err(failed),
        // The standard means zlib, but some servers send the bare format.
        "deflate" => read_all(ZlibDecoder::new(bytes))
            .or_else(|_| read_all(DeflateDecoder::new(bytes)))
            .map_err(failed),
        "br" => read_all(brotli_decompressor::Decompressor::new(bytes, 4096)).map_err(failed),
        _ => Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("it is encoded with {encoding:?}, although no encoding was asked for"),
        )),
    }
}

fn read_all(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BODY as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BODY {
        return Err(io::Error::other(format!("longer than {MAX_BODY} bytes")));
    }
    Ok(bytes)
}
