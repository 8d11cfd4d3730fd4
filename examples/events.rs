//! The measure for `benches/bench.mjs`: what quick-xml alone needs to walk through a document.
//!
//! `events DOCUMENT`: for each line of stdin, the nanoseconds of one walk. Nothing is kept and nothing is looked at but the
//! number of events, so whatever reads the document in earnest takes longer.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;

use quick_xml::Reader;
use quick_xml::events::Event;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("events: {error}");
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the benchmark's clock")]
fn run() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: events DOCUMENT")?;
    let document = std::fs::read(path)?;
    let mut stdout = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        line?;
        let start = Instant::now();
        let count = count(&document)?;
        let took = start.elapsed().as_nanos();
        if count == 0 {
            return Err("the document has no events".into());
        }
        writeln!(stdout, "{took}")?;
    }
    Ok(())
}

fn count(document: &[u8]) -> Result<usize, quick_xml::Error> {
    let mut reader = Reader::from_reader(document);
    let mut count = 0;
    while !matches!(reader.read_event()?, Event::Eof) {
        count += 1;
    }
    Ok(count)
}
