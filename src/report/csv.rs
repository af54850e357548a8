//! The overlap table as CSV (RFC 4180 quoting, UTF-8, line feeds), a header line first; an unknown value is empty.

use super::model::{COLUMNS, OverlapRow, Value};
use std::io::{self, Write};

/// Writes the header and one line a row.
///
/// # Errors
/// What `out` gives.
pub fn write(rows: &[OverlapRow], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    let more = rows.first().into_iter().flat_map(OverlapRow::more);
    writer.write_record(COLUMNS.into_iter().chain(more.map(|(name, _)| name)))?;
    for row in rows {
        for value in
            (row.values().into_iter()).chain(row.more().into_iter().map(|(_, value)| value))
        {
            match value {
                Value::Text(text) => writer.write_field(text)?,
                Value::Number(number) => writer.write_field(number.to_string())?,
                Value::Empty => writer.write_field("")?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::*;
    use super::super::model::rows;
    use super::*;
    use crate::units::Metres;

    #[test]
    fn columns_stand_in_order_and_odd_names_are_quoted() {
        let name = "Land \"of\", a\nsecond line";
        let result = overlaps(vec![overlap(0, 1.0, 0.0)]);
        let rows = rows(
            &[(Metres(300e3), &result)],
            &[territory("RUS", name)],
            &labels(),
        );
        let mut out = Vec::new();
        write(&rows, &mut out).expect("memory does not fail");
        assert_eq!(
            String::from_utf8(out).expect("UTF-8"),
            "scenario,worldview,width_km,territory,name,group,overlap_km2,overlap_share,territory_km2,error_km2,data_error_km2\n\
             ,de-facto,300,RUS,\"Land \"\"of\"\", a\nsecond line\",A,0.000001,0.000000000,4000000.000000,0.000001,\n"
        );
    }

    #[test]
    fn no_rows_give_a_header_alone() {
        let mut out = Vec::new();
        write(&[], &mut out).expect("memory does not fail");
        assert_eq!(
            String::from_utf8(out).expect("UTF-8").trim_end(),
            COLUMNS.join(",")
        );
    }
}
