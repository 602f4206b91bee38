//! Excel workbooks, and files that only look like some.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

use crate::support::{Folder, run_command};

/// Bytes of a workbook.
pub fn saved(mut workbook: Workbook) -> Vec<u8> {
    workbook.save_to_buffer().unwrap()
}

/// A workbook with one sheet of texts.
pub fn of_texts(rows: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    saved(workbook)
}

/// A ZIP archive with these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The container of a workbook with a password, or of an old one.
fn compound_file(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    for name in streams {
        file.create_stream(name).unwrap().write_all(&[7; 5000]).unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn values_are_what_a_text_would_say() {
    let folder = Folder::new();
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Notes").unwrap().set_hidden(true);
    let sheet = workbook.add_worksheet().set_name("Cases").unwrap().set_active(true);
    let date = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
    let (day, time) = (
        Format::new().set_num_format("dd.mm.yyyy"),
        Format::new().set_num_format("dd.mm.yyyy hh:mm"),
    );
    for (column, heading) in (0_u16..).zip([
        "customer_id",
        "delete_after",
        "auto_start",
        "case_config",
        "webhook_url",
        "date",
        "document_ids[0]",
    ]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    // A whole number with a currency format is a whole number.
    sheet
        .write_number_with_format(1, 0, 30.0, &Format::new().set_num_format("#,##0.00 €"))
        .unwrap();
    sheet
        .write_formula(1, 1, Formula::new("=10*3").set_result("30"))
        .unwrap();
    sheet.write_boolean(1, 2, false).unwrap();
    sheet
        .write_datetime_with_format(1, 3, date("2025-10-13"), &day)
        .unwrap();
    sheet.write_string(1, 4, "https://example.com/a;b,c").unwrap();
    sheet
        .write_datetime_with_format(1, 5, date("2025-10-13T12:30:00"), &time)
        .unwrap();
    // Row 3 is empty. Row 4 has what cannot be used.
    sheet.write_number(3, 0, 123_456_789_012_345_678.0).unwrap();
    sheet.write_number(3, 1, 1.5).unwrap();
    sheet.write_string(3, 3, "kyc").unwrap();
    sheet
        .write_formula(3, 6, Formula::new("=A1/0").set_result("#DIV/0!"))
        .unwrap();
    sheet.write_number(4, 0, 999_999_999_999_999.0).unwrap();
    sheet.write_string(4, 3, "kyc").unwrap();
    folder.write("cases.xlsx", saved(workbook));
    let run = folder.run(&["build", "cases.xlsx", "--map", "date="]);
    let bodies: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(bodies.len(), 3, "{run:#?}");
    assert_eq!(
        bodies[0],
        r#"{"customer_id":30,"webhook_url":"https://example.com/a;b,c","delete_after":30,"case_config":"2025-10-13","auto_start":false}"#
    );
    assert_eq!(
        bodies[2],
        r#"{"customer_id":999999999999999,"delete_after":-1,"case_config":"kyc","auto_start":true}"#
    );
    let failed: serde_json::Value = serde_json::from_str(bodies[1]).unwrap();
    assert_eq!(failed["row"], 4);
    let mut issues: Vec<_> = failed["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| {
            (
                issue["column"].as_u64().unwrap(),
                issue["code"].as_str().unwrap(),
                issue["message"].as_str().unwrap(),
            )
        })
        .collect();
    issues.sort_unstable();
    assert_eq!(issues[0].1, "not_json");
    assert!(
        issues[0]
            .2
            .starts_with("Excel may have rounded the number 123456789012345680"),
        "{issues:?}"
    );
    assert_eq!((issues[1].0, issues[1].1), (2, "invalid_type"));
    assert_eq!((issues[2].0, issues[2].1), (7, "not_json"));
    assert!(issues[2].2.contains("error value #DIV/0!"), "{issues:?}");
    // The date and time of the left-out column, as a text; and an error value without its mark.
    let run = folder.run(&[
        "build",
        "cases.xlsx",
        "--map",
        "date=customer.full_name",
        "--map",
        "customer_id=",
    ]);
    run.prints("\"full_name\":\"2025-10-13T12:30:00\"")
        .prints("4 │ #DIV/0!");
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let folder = Folder::new();
    let mut workbook = Workbook::new();
    for (name, id) in [("Old", 1.0), ("New ones", 2.0)] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, "customer_id").unwrap();
        sheet.write_number(1, 0, id).unwrap();
    }
    // The name of the file says nothing.
    folder.write("cases.json", saved(workbook));
    folder.run(&["build", "cases.json"]).prints("{\"customer_id\":1,");
    folder
        .run(&["build", "cases.json", "--sheet", "New ones"])
        .prints("{\"customer_id\":2,");
    folder
        .run(&["check", "cases.json", "--sheet", "Newest"])
        .exits(2)
        .prints("the workbook has no sheet \"Newest\"; its sheets are \"Old\", \"New ones\"");
    folder.write("case.json", crate::cli::VALID);
    folder
        .run(&["check", "case.json", "--sheet", "Old"])
        .exits(2)
        .prints("it is not an Excel workbook");
}

#[test]
fn what_is_no_workbook_is_one_sentence() {
    let folder = Folder::new();
    let workbook = of_texts(&[vec!["customer_id".to_owned()], vec!["1".to_owned()]]);
    for (name, bytes, message) in [
        (
            "password.xlsx",
            compound_file(&["EncryptionInfo", "EncryptedPackage"]),
            "it is a workbook with a password",
        ),
        (
            "old.xls",
            compound_file(&["Workbook"]),
            "an old Office program (such as .xls)",
        ),
        (
            "a.ods",
            archive(&[("mimetype", b""), ("content.xml", b"<x/>")]),
            "it is an OpenDocument file",
        ),
        (
            "a.xlsb",
            archive(&[("xl/workbook.bin", b"")]),
            "it is a binary workbook (.xlsb)",
        ),
        (
            "a.zip",
            archive(&[("cases.csv", b"customer_id\n1\n")]),
            "it is a ZIP archive; extract the files first",
        ),
        (
            "half.xlsx",
            workbook[..workbook.len() / 2].to_vec(),
            "damaged or not complete",
        ),
        (
            "empty.xlsx",
            archive(&[("xl/workbook.xml", b"")]),
            "damaged or not complete",
        ),
    ] {
        folder.write(name, bytes);
        for command in ["check", "build", "curl", "submit"] {
            let run = run_command(folder.program("http://127.0.0.1:1").args([command, name]));
            run.exits(2).prints(message);
            assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
        }
    }
}

#[test]
fn a_workbook_that_is_huge_after_decompression_is_refused() {
    let folder = Folder::new();
    let parts = |shared: &[u8], sheet: &[u8]| {
        archive(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/sharedStrings.xml", shared),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    };
    let huge = vec![b' '; 300 << 20];
    let honest = parts(&huge, b"");
    assert!(honest.len() < 1 << 20);
    // An archive that says that the part has ten bytes.
    let mut lying = honest.clone();
    for at in 0..lying.len() - 46 {
        let offset = match &lying[at..at + 4] {
            b"PK\x03\x04" => 22,
            b"PK\x01\x02" => 24,
            _ => continue,
        };
        let size = &mut lying[at + offset..at + offset + 4];
        if *size == (300_u32 << 20).to_le_bytes() {
            size.copy_from_slice(&10_u32.to_le_bytes());
        }
    }
    assert!(lying != honest);
    for (name, bytes) in [("honest.xlsx", honest), ("lying.xlsx", lying)] {
        folder.write(name, bytes);
        let limited = format!("ulimit -v 150000; exec \"$0\" check {name}");
        let run = run_command(
            std::process::Command::new("sh")
                .args(["-c", &limited])
                .arg(env!("CARGO_BIN_EXE_sphinx-case"))
                .current_dir(&*folder),
        );
        run.exits(2);
        assert!(
            run.stderr
                .contains("with more than 256 MB of texts after decompression")
                || (name == "lying.xlsx" && run.stderr.contains("damaged")),
            "{run:#?}"
        );
    }
}
