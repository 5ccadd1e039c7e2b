//! Runs the core natively. `measure dates|verdict|pass LANGUAGE FILE SECONDS` prints the median of the ms of its runs
//! over a file, where `pass` only looks at each byte once; `measure requests WATCHERS` prints how often so many watchers
//! refresh a page in their first hour: the mean, the least and the most.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [what, watchers] = arguments.as_slice()
        && what == "requests"
    {
        let (mean, least, most) = bench::requests(watchers.parse().unwrap_or(1000));
        println!("{mean} {least} {most}");
        return ExitCode::SUCCESS;
    }
    let [what, language, file, seconds] = arguments.as_slice() else {
        eprintln!("usage: measure dates|verdict|pass LANGUAGE FILE SECONDS, or measure requests WATCHERS");
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
        match what.as_str() {
            "dates" => drop(black_box(bench::count(&text, language))),
            "pass" => drop(black_box(memchr::memchr_iter(b'\n', text.as_bytes()).count())),
            _ => drop(black_box(bench::verdict(&text, language))),
        }
        times.push(run.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let Some(median) = times.get(times.len() / 2) else { return ExitCode::FAILURE };
    println!("{median}");
    ExitCode::SUCCESS
}
