//! For tests: a text that is read in pieces of a size.

use std::io::{self, Read};

pub(crate) struct Pieces<'t> {
    rest: &'t [u8],
    size: usize,
}

impl<'t> Pieces<'t> {
    pub fn new(text: &'t [u8], size: usize) -> Self {
        Self { rest: text, size }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(self.size);
        self.rest.read(&mut buffer[..count])
    }
}
