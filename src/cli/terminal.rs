//! The capabilities of the output: colors, characters and width.

use std::io::IsTerminal;

use clap::ColorChoice;
use miette::{GraphicalTheme, ThemeCharacters};

/// The width if the output is not a terminal.
const DEFAULT_WIDTH: usize = 100;

/// The look of what is written to one stream.
#[derive(Debug, Clone)]
pub struct Look {
    /// Colors and characters of frames.
    pub theme: GraphicalTheme,
    /// Whether color is used.
    pub has_colors: bool,
    /// The number of columns.
    pub width: usize,
}

impl Look {
    /// The look for standard output or standard error.
    pub fn of(stream: &impl IsTerminal, choice: ColorChoice) -> Self {
        let is_terminal = stream.is_terminal();
        let has_colors = has_colors(is_terminal, choice);
        let mut theme = if has_colors {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        if !shows_unicode() {
            theme.characters = ThemeCharacters::ascii();
        }
        Self {
            theme,
            has_colors,
            width: width(is_terminal),
        }
    }
}

fn has_colors(is_terminal: bool, choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => is_terminal && variable("NO_COLOR").is_none() && !is_dumb(),
    }
}

/// Unless the locale or the terminal says otherwise.
fn shows_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let is_unicode = locale.is_none_or(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    });
    is_unicode && !is_dumb()
}

fn is_dumb() -> bool {
    variable("TERM").is_some_and(|name| name == "dumb")
}

fn width(is_terminal: bool) -> usize {
    let set = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    let measured = || {
        let (width, _) = terminal_size::terminal_size().filter(|_| is_terminal)?;
        Some(usize::from(width.0))
    };
    set.or_else(measured).unwrap_or(DEFAULT_WIDTH).clamp(40, 160)
}

/// The value of an environment variable; `None` if it is not set or empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
