//! Excel workbooks: a sheet as CSV text, with numbers and dates as a text would have them.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::copy::{LimitedWriter, copy};
use super::error::{damaged, unsupported};
use crate::table::UNUSABLE;

/// Excel keeps 15 digits of a number, so a larger integer may be another one than was entered.
const LARGEST_EXACT: f64 = 999_999_999_999_999.0;

/// The limit of a whole workbook after decompression, in bytes. A full sheet of Excel, 1,048,576 rows of ten columns, has half of it.
const MAX_UNPACKED: u64 = 1 << 30;

/// The limit of everything but the sheets, which is kept in memory: above all the texts of all cells.
const MAX_IN_MEMORY: u64 = 1 << 28;

/// A sheet as CSV text, in a temporary file that is gone with the process.
pub(super) fn to_csv(workbook: impl Read, sheet: Option<&str>) -> io::Result<File> {
    let mut file = copy(workbook)?;
    check_archive(&mut file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut workbook = Xlsx::new(BufReader::new(file)).map_err(unreadable)?;
    let name = choose(&workbook, sheet)?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut rows = RowWriter::new(BufWriter::new(LimitedWriter::new(tempfile::tempfile()?)));
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        rows.push(cell.get_position(), &text_of(cell.get_value()))?;
    }
    rows.finish()
}

/// Why a file of old Office programs cannot be read.
pub(super) fn refuse_compound_file(file: impl Read) -> io::Error {
    let refuse = || {
        Ok(match Xlsx::new(BufReader::new(copy(file)?)) {
            Err(XlsxError::Password) => unsupported(
                "it is a workbook with a password; remove the password in Excel (File > Info > Protect Workbook), or save the \
                 sheet as CSV",
            ),
            _ => unsupported(
                "it is in the format of an old Office program (such as .xls); save it as an Excel workbook (.xlsx) or as CSV",
            ),
        })
    };
    refuse().unwrap_or_else(|error: io::Error| error)
}

/// Checks that an archive is a workbook, and that it is not too large after decompression.
fn check_archive(file: &mut File) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| {
        damaged(format!(
            "it is an Excel workbook or a ZIP archive, and damaged or not complete ({error}); copy or download it again"
        ))
    })?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        let is_other = |name| archive.index_for_name(name).is_some();
        return Err(unsupported(if is_other("xl/workbook.bin") {
            "it is a binary workbook (.xlsb); save it as an Excel workbook (.xlsx)"
        } else if is_other("content.xml") {
            "it is an OpenDocument file; save it as an Excel workbook (.xlsx) or as CSV"
        } else {
            "it is a ZIP archive; extract the files first, or compress each with gzip"
        }));
    }
    let (mut unpacked, mut in_memory) = (0_u64, 0_u64);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged_workbook(&error))?;
        let is_sheet = part.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let (most, used) = match is_sheet {
            true => (MAX_UNPACKED, unpacked),
            false => (MAX_IN_MEMORY, in_memory),
        };
        let left = most.saturating_sub(used);
        // The sizes that an archive states need not be true.
        let size = io::copy(&mut part.take(left.saturating_add(1)), &mut io::sink())
            .map_err(|error| damaged_workbook(&error))?;
        unpacked = unpacked.saturating_add(size);
        in_memory = in_memory.saturating_add(if is_sheet { 0 } else { size });
        if size > left {
            return Err(unsupported(format!(
                "it is an Excel workbook with more than {} MB {} after decompression; split it, or save the sheet as CSV",
                most >> 20,
                if is_sheet { "of cells" } else { "of texts" }
            )));
        }
    }
    Ok(())
}

/// The name of a sheet that exists; the first visible one if none is asked for.
fn choose<R: Read + Seek>(workbook: &Xlsx<R>, asked: Option<&str>) -> io::Result<String> {
    let sheets = workbook.sheets_metadata();
    let tables = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let found = match asked {
        Some(asked) => tables().find(|sheet| sheet.name == asked),
        None => tables()
            .find(|sheet| sheet.visible == SheetVisible::Visible)
            .or_else(|| tables().next()),
    };
    let names: Vec<&str> = tables().map(|sheet| sheet.name.as_str()).collect();
    match (found, asked) {
        (Some(sheet), _) => Ok(sheet.name.clone()),
        (None, Some(asked)) => Err(unsupported(format!(
            "the workbook has no sheet \"{asked}\"; its sheets are \"{}\"",
            names.join("\", \"")
        ))),
        (None, None) => Err(unsupported("the workbook has no sheet with cells")),
    }
}

fn unreadable(error: XlsxError) -> io::Error {
    match error {
        XlsxError::Io(error) => error,
        other => damaged_workbook(&other),
    }
}

fn damaged_workbook(error: &dyn std::error::Error) -> io::Error {
    damaged(format!(
        "the workbook is damaged or not complete ({error}); open it in Excel and save it again, or save the sheet as CSV"
    ))
}

/// Writes cells as CSV, with an empty line for each row without cells, so that lines have the numbers of the rows.
struct RowWriter<W> {
    out: W,
    row: u32,
    column: u32,
}

impl RowWriter<BufWriter<LimitedWriter<File>>> {
    fn new(out: BufWriter<LimitedWriter<File>>) -> Self {
        Self { out, row: 0, column: 0 }
    }

    fn finish(mut self) -> io::Result<File> {
        self.out.write_all(b"\n")?;
        let mut file = self
            .out
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .into_inner();
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

impl<W: Write> RowWriter<W> {
    fn push(&mut self, (row, column): (u32, u32), text: &str) -> io::Result<()> {
        // Many cells have a format and no value.
        if text.is_empty() {
            return Ok(());
        }
        if (row, column) < (self.row, self.column) {
            return Err(damaged(
                "the cells of the sheet are not in order; open the workbook in Excel and save it again",
            ));
        }
        while self.row < row {
            self.out.write_all(b"\n")?;
            self.row = self.row.saturating_add(1);
            self.column = 0;
        }
        while self.column < column {
            self.out.write_all(b",")?;
            self.column = self.column.saturating_add(1);
        }
        if text.contains([',', ';', '\t', '"', '\n', '\r']) {
            write!(self.out, "\"{}\"", text.replace('"', "\"\""))
        } else {
            self.out.write_all(text.as_bytes())
        }
    }
}

/// The text of a cell.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => text_of_number(*value),
        DataRef::DateTime(value) => text_of_date(value),
        DataRef::DateTimeIso(text) => text
            .strip_suffix("T00:00:00")
            .unwrap_or_else(|| text.trim_end_matches(".000"))
            .to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => format!("{UNUSABLE}{error}"),
    }
}

/// A number with the 15 digits that Excel shows, never with an exponent.
fn text_of_number(value: f64) -> String {
    if value.abs() > LARGEST_EXACT {
        return format!("{UNUSABLE}{value}");
    }
    let shown = format!("{value:.14e}").parse::<f64>().unwrap_or(value);
    // Not -0.
    if shown == 0.0 {
        "0".to_owned()
    } else {
        shown.to_string()
    }
}

/// A date, a time, or both, in the spelling of ISO 8601; a duration in hours, minutes and seconds.
fn text_of_date(value: &ExcelDateTime) -> String {
    let days = value.as_f64();
    if !(0.0..2_958_466.0).contains(&days) {
        return format!("{UNUSABLE}{days}");
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let mut time = format!("{minute:02}:{second:02}");
    if milli > 0 {
        time.push_str(&format!(".{milli:03}"));
    }
    if value.is_duration() {
        let hours = (days * 24.0 + 1e-9).floor();
        return format!("{hours:02}:{time}");
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => date,
        _ if days < 1.0 => format!("{hour:02}:{time}"),
        _ => format!("{date}T{hour:02}:{time}"),
    }
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType};

    use super::{RowWriter, text_of};

    fn date(value: f64, kind: ExcelDateTimeType) -> String {
        text_of(&DataRef::DateTime(ExcelDateTime::new(value, kind, false)))
    }

    #[test]
    fn numbers_have_no_exponent() {
        for (number, text) in [
            (30.0, "30"),
            (-1.0, "-1"),
            (-0.0, "0"),
            (1.2e14, "120000000000000"),
            (999_999_999_999_999.0, "999999999999999"),
            (0.1 + 0.2, "0.3"),
            (1e-7, "0.0000001"),
            (1.2e15, "\x001200000000000000"),
            (1e21, "\x001000000000000000000000"),
        ] {
            assert_eq!(text_of(&DataRef::Float(number)), text);
        }
    }

    #[test]
    fn dates_are_in_iso_8601() {
        let day = |value| date(value, ExcelDateTimeType::DateTime);
        assert_eq!(day(45943.0), "2025-10-13");
        assert_eq!(day(45943.5), "2025-10-13T12:00:00");
        assert_eq!(day(45943.541), "2025-10-13T12:59:02.400");
        assert_eq!(day(0.5), "12:00:00");
        assert_eq!(day(-1.0), "\0-1");
        assert_eq!(date(1.5, ExcelDateTimeType::TimeDelta), "36:00:00");
        let iso = |text: &str| text_of(&DataRef::DateTimeIso(text.to_owned()));
        assert_eq!(iso("2025-10-13T00:00:00"), "2025-10-13");
        assert_eq!(iso("2025-10-13T12:00:00.000"), "2025-10-13T12:00:00");
    }

    #[test]
    fn other_values() {
        assert_eq!(text_of(&DataRef::Bool(true)), "true");
        assert_eq!(text_of(&DataRef::Error(CellErrorType::Ref)), "\0#REF!");
        assert_eq!(text_of(&DataRef::Empty), "");
    }

    #[test]
    fn rows_keep_their_numbers_and_cells_their_columns() {
        let mut rows = RowWriter {
            out: Vec::new(),
            row: 0,
            column: 0,
        };
        for (place, text) in [((0, 1), "a;b"), ((0, 2), ""), ((2, 0), "say \"x\""), ((2, 2), "c\nd")] {
            rows.push(place, text).unwrap();
        }
        assert_eq!(rows.out, b",\"a;b\"\n\n\"say \"\"x\"\"\",,\"c\nd\"");
        assert!(rows.push((1, 0), "late").is_err());
    }
}
