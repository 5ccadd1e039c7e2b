//! Runs the core natively over one file: `measure dates|verdict LANGUAGE FILE SECONDS` prints the median of
//! the ms of its runs.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, language, file, seconds] = arguments.as_slice() else {
        eprintln!("usage: measure dates|verdict LANGUAGE FILE SECONDS");
        return ExitCode::from(2);
    };
    let Ok(text) = std::fs::read_to_string(file) else {
        eprintln!("measure: {file} cannot be read");
        return ExitCode::FAILURE;
    };
    let limit = Duration::from_secs_f64(seconds.parse().unwrap_or(1.0));
    let mut times = Vec::new();
    let start = Instant::now();
    while start.elapsed() < limit {
        let run = Instant::now();
        if what == "dates" {
            black_box(bench::count(&text, language));
        } else {
            black_box(bench::verdict(&text, language));
        }
        times.push(run.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let Some(median) = times.get(times.len() / 2) else { return ExitCode::FAILURE };
    println!("{median}");
    ExitCode::SUCCESS
}
