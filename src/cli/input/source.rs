//! Opening an input: a file, or standard input.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};

/// The name of standard input on the command line.
pub const STANDARD_INPUT: &str = "-";

/// An input that can be read.
pub struct Opened {
    /// Its bytes.
    pub reader: Box<dyn Read + Send>,
    /// How many there are, if that is known.
    pub length: Option<u64>,
}

/// Opens a file, or standard input for `-`.
pub fn open(name: &str) -> io::Result<Opened> {
    if name == STANDARD_INPUT {
        let input = io::stdin();
        if input.is_terminal() {
            let _ = writeln!(
                io::stderr(),
                "Reading from the terminal; end with Ctrl-D on a line of its own."
            );
        }
        return Ok(Opened {
            reader: Box::new(input),
            length: None,
        });
    }
    let file = File::open(name)?;
    let facts = file.metadata()?;
    if facts.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    Ok(Opened {
        length: facts.is_file().then_some(facts.len()).filter(|length| *length > 0),
        reader: Box::new(file),
    })
}
