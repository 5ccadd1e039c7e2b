//! No page makes a verdict take more than so much work for each of its blocks: twice the page, twice the work.

use crate::layout::visits;
use crate::page::Page;
use crate::verdict::recognise;
use jiff::civil::date;
use std::fmt::Write;

/// Of how many blocks a page is that is judged, and of how many the larger one beside it. What is bounded by the number
/// of blocks has reached its bound on both.
const BLOCKS: [usize; 2] = [7_000, 14_000];
/// The larger page may take so many times the work of the smaller one.
const MOST: f64 = 2.4;

/// A page of one shape: what stands before, and the lines that come again and again, `#` in them for a number.
struct Shape {
    name: &'static str,
    head: &'static str,
    again: &'static str,
}

const SHAPES: &[Shape] = &[
    Shape { name: "times in one row", head: "0 table\n1 row\n", again: "2 cell  10:00\n" },
    Shape {
        name: "buttons in one row",
        head: "0 row\n1 cell  Mon 9 March 2026\n",
        again: "1 button  Book\n",
    },
    Shape {
        name: "times under one day",
        head: "0 heading  Monday, 9 March 2026\n",
        again: "0 button  10:00\n",
    },
    Shape {
        name: "times that stand far from their day",
        head: "0 heading  Choose\n",
        again: "0 text  Room\n0 button  10:00\n",
    },
    Shape {
        name: "days of which none is chosen",
        head: "",
        again: "0 button  9 March 2026\n0 button  10:00\n",
    },
    Shape {
        name: "one list of days, and times in it",
        head: "0 list\n",
        again: "1 item\n2 button  9 March 2026\n1 item\n2 option  10:00\n",
    },
    Shape {
        name: "choices of one field",
        head: "0 field  Day\n",
        again: "1 option  9 March 2026\n1 option d  10 March 2026 – full\n",
    },
    Shape {
        name: "days of one grid",
        head: "0 text  March 2026\n0 table\n1 row\n",
        again: "2 cell  7\n2 cell  8\n",
    },
    Shape {
        name: "marks in a plan of the week",
        head: "0 table\n1 row\n2 cell  Monday\n2 cell  Tuesday\n2 cell  Wednesday\n1 row\n",
        again: "2 cell  ○\n",
    },
    Shape {
        name: "columns of days",
        head: "0 table\n1 row\n2 cell  Mon 9 March\n2 cell  Tue 10 March\n1 row\n",
        again: "2 cell  10:00\n2 cell  Full\n",
    },
    Shape {
        name: "places and their states",
        head: "0 list\n",
        again: "1 item\n2 heading  Ulm\n2 text  9 March, 10:00\n2 text  Full\n",
    },
    Shape {
        name: "entries that say nothing",
        head: "0 list\n1 item  Ulm: full\n",
        again: "1 item  9 March, 10:00\n",
    },
    Shape { name: "items that deny", head: "0 list\n", again: "1 item  No appointments available\n" },
    Shape { name: "lines that deny", head: "", again: "0 text  No appointments available.\n" },
    Shape { name: "lines that count", head: "", again: "0 text  3 appointments available\n0 button  Book\n" },
    Shape { name: "one message of many lines", head: "0 alert\n", again: "1 text  Something went wrong\n" },
    Shape { name: "headings", head: "", again: "0 heading  Ulm\n0 text  full\n" },
    Shape { name: "tables in tables", head: "", again: "+ table\n+ row\n+ cell  10:00\n" },
];

/// The outline of a page of a shape: ` ` parts its fields, `+` is one deeper than the line before.
fn page(shape: &Shape, blocks: usize) -> Page {
    let mut outline = String::new();
    let mut depth = 0;
    for line in shape.head.lines().chain(shape.again.lines().cycle()).take(blocks) {
        let (level, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut fields = rest.splitn(3, ' ');
        let (role, flags, text) = (
            fields.next().unwrap_or_default(),
            fields.next().unwrap_or_default(),
            fields.next().unwrap_or_default(),
        );
        depth = level.parse().unwrap_or(depth + 1);
        let _ = writeln!(outline, "{depth}\t{role}\t{flags}\t{text}");
    }
    Page { language: "en".into(), outline, ..Page::default() }
}

fn work(shape: &Shape, blocks: usize) -> f64 {
    let page = page(shape, blocks);
    visits::take();
    recognise(&page, date(2026, 3, 4));
    let visits = u32::try_from(visits::take()).unwrap_or(u32::MAX);
    f64::from(visits)
}

#[test]
fn twice_the_page_is_twice_the_work() {
    for shape in SHAPES {
        let [small, large] = BLOCKS.map(|blocks| work(shape, blocks));
        assert!(
            large < MOST * small,
            "{}: {small} looks at nodes, and {large} for twice the page",
            shape.name
        );
    }
}
