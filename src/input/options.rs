//! How a file is read.

/// What a file contains.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputFormat {
    /// Detected by the name of the file, otherwise by its beginning.
    #[default]
    Auto,
    /// One request.
    Json,
    /// One request per line.
    Ndjson,
    /// A table with a row of headings and one request per row: CSV or TSV.
    Csv,
    /// A sheet of an Excel workbook, which is recognized by its content.
    Workbook,
}

impl InputFormat {
    /// Whether an input in this format has a row of headings and one request per row.
    #[must_use]
    pub const fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Workbook)
    }
}

/// How a file is read.
///
/// ```
/// use sphinx_case::input::InputOptions;
///
/// let options = InputOptions::default()
///     .with_sheet("New customers".to_owned())
///     .with_heading("Name", "customer.full_name")
///     .with_heading("Remarks", ""); // leaves the column out
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct InputOptions {
    pub(crate) format: InputFormat,
    pub(crate) sheet: Option<String>,
    pub(crate) map: Vec<(String, String)>,
}

impl InputOptions {
    /// The format. Default: detected by the name of the file, otherwise by its beginning.
    pub fn with_format(mut self, format: InputFormat) -> Self {
        self.format = format;
        self
    }

    /// The name of the sheet of a workbook. Default: the first visible one.
    pub fn with_sheet(mut self, name: impl Into<Option<String>>) -> Self {
        self.sheet = name.into();
        self
    }

    /// The field that the column with a heading is for, as a form name such as `checks[0].check_type`; an empty one leaves the column out.
    /// Can be repeated.
    pub fn with_heading(mut self, heading: impl Into<String>, field: impl Into<String>) -> Self {
        self.map.push((heading.into(), field.into()));
        self
    }
}
