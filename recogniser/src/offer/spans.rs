//! In which columns cells stand where some of them reach over several columns or rows.

use crate::layout::{Layout, Node};
use crate::page::{Attribute, Role};
use std::collections::BTreeMap;
use std::ops::Range;

/// No cell reaches over more columns or rows: what a page states may be anything.
const MOST: usize = 200;
/// So many columns of a table are counted.
const COLUMNS: usize = 400;

/// The columns of the cells of tables in which a cell reaches over more than one; other tables are counted as they stand.
#[derive(Debug, Default)]
pub(super) struct Spans {
    columns: BTreeMap<usize, Range<usize>>,
}

impl Spans {
    pub(super) fn of(layout: &Layout<'_>) -> Self {
        let mut spans = Spans::default();
        let mut tables: Vec<usize> = Vec::new();
        for (at, node) in layout.content().filter(|(_, node)| node.block.attribute(Attribute::Span).is_some())
        {
            let table = (node.block.role == Role::Cell).then(|| layout.table(at));
            // The cells of one table follow each other.
            if let Some((table, _)) = table.flatten().filter(|(table, _)| tables.last() != Some(table)) {
                tables.push(table);
            }
        }
        tables.dedup();
        for table in tables {
            spans.add(layout, table);
        }
        spans
    }

    /// The columns over which a cell stands, where its table has to be counted.
    pub(super) fn columns(&self, cell: usize) -> Option<&Range<usize>> {
        self.columns.get(&cell)
    }

    fn add(&mut self, layout: &Layout<'_>, table: usize) {
        // For how many rows to come each column is taken from above.
        let mut taken: Vec<usize> = Vec::new();
        let rows = layout.within(table).filter(|(_, node)| node.block.role == Role::Row);
        for (row, _) in rows.filter(|(row, _)| is_row_of(layout, *row, table)) {
            let mut column = 0;
            for (cell, node) in layout.within(row).filter(|(_, node)| node.parent == Some(row)) {
                while taken.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                if column >= COLUMNS {
                    break;
                }
                let (width, height) = span(node);
                let own = column..column + width;
                taken.resize(taken.len().max(own.end), 0);
                taken.get_mut(own.clone()).unwrap_or_default().fill(height);
                column = own.end;
                self.columns.insert(cell, own);
            }
            for rows in &mut taken {
                *rows = rows.saturating_sub(1);
            }
        }
    }
}

/// Whether a row is of this table, and not of one in it.
fn is_row_of(layout: &Layout<'_>, row: usize, table: usize) -> bool {
    layout.table(row).is_some_and(|(of, _)| of == table)
}

/// Over how many columns and rows a cell reaches.
fn span(node: &Node<'_>) -> (usize, usize) {
    let stated = node.block.attribute(Attribute::Span).and_then(|span| span.split_once('x'));
    let number = |text: &str| text.parse().unwrap_or(1).clamp(1, MOST);
    stated.map_or((1, 1), |(width, height)| (number(width), number(height)))
}
