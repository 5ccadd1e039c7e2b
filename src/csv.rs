//! Tables as text (CSV, RFC 4180) that a spreadsheet only ever reads as text.

/// One line of a table, with its end.
///
/// A field is quoted where it has to be. One that begins like a formula gets an apostrophe before it, as
/// [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) advises: titles and places are words of pages, and
/// opening a table must not run them.
///
/// ```
/// use terminwacht::csv::line;
///
/// assert_eq!(line(["Ulm, \"Mitte\"", "10:20", "=1+1"]), "\"Ulm, \"\"Mitte\"\"\",10:20,'=1+1\r\n");
/// ```
pub fn line<'f>(fields: impl IntoIterator<Item = &'f str>) -> String {
    let fields: Vec<String> = fields.into_iter().map(field).collect();
    fields.join(",") + "\r\n"
}

fn field(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads lines as RFC 4180 has them.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut lines, mut fields, mut field) = (Vec::new(), Vec::new(), String::new());
        let mut quoted = false;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(std::mem::take(&mut field)),
                '\r' if !quoted && characters.next_if_eq(&'\n').is_some() => {
                    fields.push(std::mem::take(&mut field));
                    lines.push(std::mem::take(&mut fields));
                }
                _ => field.push(character),
            }
        }
        lines
    }

    #[test]
    fn what_parts_fields_or_lines_is_quoted() {
        assert_eq!(line(["a,b", "c\nd", "e\"f", "g h"]), "\"a,b\",\"c\nd\",\"e\"\"f\",g h\r\n");
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_kept_from_it() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(read(&line([formula])), [[format!("'{formula}")]], "{formula:?}");
        }
    }

    #[test]
    fn an_empty_field_is_nothing_between_commas() {
        assert_eq!(line(["", "", "x"]), ",,x\r\n");
    }

    proptest! {
        #[test]
        fn every_table_is_read_as_it_was_written_and_begins_no_formula(
            table in prop::collection::vec(prop::collection::vec("[-=+@\t\r\n\",a-cü ]{0,6}", 1..5), 0..5),
        ) {
            let text: String = table.iter().map(|fields| line(fields.iter().map(String::as_str))).collect();
            let back = read(&text);
            prop_assert_eq!(back.len(), table.len());
            for (written, read) in table.iter().flatten().zip(back.iter().flatten()) {
                prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", read);
                prop_assert_eq!(read.strip_prefix('\'').unwrap_or(read), written);
            }
        }
    }
}
