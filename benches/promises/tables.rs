//! Tables: the same cases as NDJSON, as CSV and as a workbook have the same bodies, and a large CSV file needs no more memory than a small one.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use rust_xlsxwriter::Workbook;

use crate::Arguments;
use crate::process::{Used, growth};

/// The MB per second that `check` and `build` have to reach, on two cores.
const TARGET: f64 = 100.0;

const HEADINGS: [&str; 9] = [
    "customer.full_name",
    "customer.external_id",
    "customer.customer_type",
    "checks[0].check_type",
    "checks[1].check_type",
    "webhook_url",
    "document_ids[0]",
    "delete_after",
    "case_config",
];

/// The cells of a case, 0.1 KB. The last one is empty.
fn cells(number: u64) -> [String; 9] {
    [
        format!("Zoë Ünal {number}"),
        format!("cust-{number}"),
        "INDIVIDUAL".to_owned(),
        "PEP".to_owned(),
        "ADVERSE_MEDIA".to_owned(),
        "https://example.com/webhook/case-complete".to_owned(),
        number.to_string(),
        "365".to_owned(),
        String::new(),
    ]
}

/// The same case as a line of NDJSON.
fn line(number: u64) -> String {
    format!(
        "{{\"customer\":{{\"full_name\":\"Zoë Ünal {number}\",\"external_id\":\"cust-{number}\",\"customer_type\":\"INDIVIDUAL\"}},\
         \"checks\":[{{\"check_type\":\"PEP\"}},{{\"check_type\":\"ADVERSE_MEDIA\"}}],\
         \"webhook_url\":\"https://example.com/webhook/case-complete\",\"document_ids\":[{number}],\"delete_after\":365}}\n"
    )
}

/// Compares the bodies, and measures a CSV file and one of a tenth of its size. Returns the broken promises.
pub fn run(arguments: &Arguments) -> Vec<String> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut broken: Vec<String> = compare(folder.path(), arguments.rows).into_iter().collect();
    for command in ["check", "build"] {
        broken.extend(measure(folder.path(), command, arguments));
    }
    broken.into_iter().map(|text| format!("tables: {text}")).collect()
}

/// Builds the same cases from three files.
fn compare(folder: &Path, count: u64) -> Option<String> {
    println!("\nTables: {count} cases as NDJSON, CSV and Excel");
    let ndjson: String = (1..=count).map(line).collect();
    std::fs::write(folder.join("cases.ndjson"), ndjson).unwrap();
    write_csv(&folder.join("cases.csv"), |number, _| number <= count);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    for (row, number) in (1..).zip(1..=count) {
        sheet.write_row(row, 0, cells(number)).unwrap();
    }
    workbook.save(folder.join("cases.xlsx")).unwrap();
    let bodies = ["cases.ndjson", "cases.csv", "cases.xlsx"].map(|name| {
        let output = program("build", &folder.join(name)).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    });
    let built = bodies[0].iter().filter(|byte| **byte == b'\n').count() as u64;
    let are_equal = bodies.iter().all(|other| *other == bodies[0]);
    println!(
        "  {built} bodies of each, {} bytes: {}",
        bodies[0].len(),
        if are_equal { "equal" } else { "DIFFERENT" }
    );
    (built != count || !are_equal).then(|| "the bodies differ".to_owned())
}

/// Measures a command with a CSV file. Returns the broken promises.
fn measure(folder: &Path, command: &str, arguments: &Arguments) -> Vec<String> {
    let [small, large] = [arguments.megabytes * 100_000, arguments.megabytes * 1_000_000].map(|bytes| {
        let file = folder.join("large.csv");
        let written = write_csv(&file, |_, written| written < bytes);
        let child = program(command, &file).stdout(Stdio::null()).spawn().unwrap();
        (Used::of(child), written)
    });
    let speed = large.1 as f64 / 1e6 / large.0.wall.as_secs_f64();
    println!(
        "  {command}, {} MB of CSV: {speed:.0} MB/s, {:.1} s of CPU time, {} kB of memory ({} kB for a tenth); target {TARGET:.0} MB/s",
        large.1 / 1_000_000,
        large.0.processor,
        large.0.peak_kb,
        small.0.peak_kb
    );
    let statuses = [&small, &large].map(|(used, _)| used.status);
    let failed = statuses.into_iter().filter(|status| !status.success());
    let mut broken: Vec<String> = failed.map(|status| format!("{command} ended with {status}")).collect();
    // The figures mean nothing without optimization, nor those of files that are smaller than the memory.
    if cfg!(debug_assertions) {
        println!("  (built without optimization, so the figures are not checked)");
        return broken;
    }
    broken.extend(growth(small.0.peak_kb, large.0.peak_kb).map(|text| format!("{command}: {text}")));
    if arguments.holds_target && speed < TARGET {
        broken.push(format!("{command}: {speed:.0} MB/s"));
    }
    broken
}

/// Writes rows while a condition of the number of the next one and of the bytes so far holds. Returns the bytes.
fn write_csv(path: &Path, goes_on: impl Fn(u64, u64) -> bool) -> u64 {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let mut write = |row: &str| {
        file.write_all(row.as_bytes()).unwrap();
        file.write_all(b"\n").unwrap();
        row.len() as u64 + 1
    };
    let mut written = write(&HEADINGS.join(","));
    for number in 1.. {
        if !goes_on(number, written) {
            break;
        }
        written += write(&cells(number).join(","));
    }
    file.flush().unwrap();
    written
}

fn program(command: &str, file: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sphinx-case"));
    // The rows have an external ID of a customer and none of the details, which is worth a warning.
    program
        .arg(command)
        .arg(file)
        .args(["--rule", "customer_overwrite=off"])
        .stdin(Stdio::null());
    program
}
