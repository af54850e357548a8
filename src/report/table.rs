//! The overlap table for people: the facts, then one table a width. No colour; at most [`COLUMNS_WIDE`] columns unless a
//! code alone needs more.

use super::features::TABULATE;
use super::model::{Facts, OverlapRow, Value};
use super::number::{Decimal, percent_to};
use super::paragraph::{COLUMNS_WIDE, shown, wrapped};
use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets,
};
use std::io::{self, Write};

/// Least width of the column of names, characters; longer names go on in the next line.
const NAME_LEAST: usize = 9;

/// Decimals of square kilometres that people read with ease: fewer than the files have, by the largest area of a table.
fn places(largest: f64) -> u8 {
    match largest {
        l if l >= 1e4 => 1,
        l if l >= 100.0 => 2,
        l if l >= 1.0 => 4,
        _ => 6,
    }
}

/// A share as percent. What is not the whole is never shown as 100 %, what is something never as 0 %.
fn percent(share: Decimal) -> String {
    percent_to(share, 2)
}

/// Writes the facts and the rows; numbers are rounded for reading, bounds upward. `rows` are sorted by width already.
///
/// # Errors
/// What `out` gives.
pub fn table(rows: &[OverlapRow], facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    head(facts, out)?;
    for strip in &facts.strips {
        let mut own = rows
            .iter()
            .filter(|r| r.width_km == strip.width_km)
            .peekable();
        let p = places(strip.area_km2.value());
        let notes = format!(
            "The strip has {} km² (± {}), {} km² (± {}) of it over no territory. Its outline is true to {} m.",
            strip.area_km2.rounded(p).grouped(),
            strip.error_km2.rounded_up(p + 1).grouped(),
            strip.sea_km2.rounded(p).grouped(),
            strip.sea_error_km2.rounded_up(p + 1).grouped(),
            strip.max_error_m.rounded_up(4)
        );
        writeln!(out)?;
        out.write_all(
            wrapped(
                &format!("Width {} km", strip.width_km.grouped()),
                "",
                &format!("this far on EACH side of the line. {notes}"),
            )
            .as_bytes(),
        )?;
        if own.peek().is_none() {
            writeln!(out, "It covers no territory.")?;
            continue;
        }
        let own: Vec<&OverlapRow> = own.collect();
        // Rows of several scenarios stand in tables of their own.
        let same = |a: &&OverlapRow, b: &&OverlapRow| {
            a.scenario == b.scenario && a.worldview == b.worldview && a.layer == b.layer
        };
        for part in own.chunk_by(same) {
            writeln!(out)?;
            if part[0].layer == Some(TABULATE) {
                writeln!(out, "Of your own polygons it covers:\n")?;
            }
            if !part[0].scenario.is_empty() && part[0].scenario != facts.line {
                out.write_all(wrapped("scenario", " ", &part[0].scenario).as_bytes())?;
            }
            block(part, out)?;
        }
    }
    out.flush()
}

/// The tolerance, or the finest and the coarsest of several widths'.
fn tolerances(facts: &Facts) -> String {
    let finest = super::model::metres(facts.tolerance);
    let all = facts.strips.iter().map(|strip| strip.tolerance_m);
    match all.max_by(|a, b| a.value().total_cmp(&b.value())) {
        Some(coarsest) if coarsest.value() > finest.value() => {
            format!("{finest} m to {coarsest} m, as the widths allow")
        }
        _ => format!("{finest} m"),
    }
}

fn head(facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    for (name, value) in facts.values() {
        if let Value::Text(text) = value {
            out.write_all(
                wrapped(&format!("{:<9}", name.replace('_', " ")), "  ", text).as_bytes(),
            )?;
        }
    }
    out.write_all(wrapped("tolerance", "  ", &tolerances(facts)).as_bytes())
}

fn block(rows: &[&OverlapRow], out: &mut dyn Write) -> io::Result<()> {
    let groups = rows.iter().any(|r| r.group.text() != "");
    let data = rows.iter().any(|r| r.data_error_km2.is_some());
    let p = places(
        rows.iter()
            .map(|r| r.overlap_km2.value())
            .fold(0.0, f64::max),
    );
    let mut columns: Vec<(&str, Vec<String>)> = vec![
        ("code", rows.iter().map(|r| shown(&r.territory)).collect()),
        ("name", rows.iter().map(|r| shown(&r.name)).collect()),
    ];
    if groups {
        columns.push((
            "group",
            rows.iter().map(|r| r.group.text().to_owned()).collect(),
        ));
    }
    let first_number = columns.len();
    columns.push((
        "overlap km²",
        rows.iter()
            .map(|r| r.overlap_km2.rounded(p).grouped())
            .collect(),
    ));
    columns.push((
        "± km²",
        rows.iter()
            .map(|r| r.error_km2.rounded_up(p + 1).grouped())
            .collect(),
    ));
    columns.push((
        "share",
        rows.iter().map(|r| percent(r.overlap_share)).collect(),
    ));
    columns.push((
        "territory km²",
        rows.iter()
            .map(|r| r.territory_km2.rounded(p).grouped())
            .collect(),
    ));
    if data {
        let text = |r: &&OverlapRow| {
            r.data_error_km2
                .map_or(String::new(), |d| d.rounded_up(p).grouped())
        };
        columns.push(("data ± km²", rows.iter().map(text).collect()));
    }
    let width = |(head, cells): &(&str, Vec<String>)| {
        (cells.iter().map(|c| c.chars().count()).max().unwrap_or(0)).max(head.chars().count())
    };
    let others: usize = columns
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != 1)
        .map(|(_, c)| width(c) + 2)
        .sum();
    let name = COLUMNS_WIDE.saturating_sub(others).max(NAME_LEAST);

    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width((others + name) as u16 + 2);
    table.set_header(columns.iter().map(|(head, _)| Cell::new(head)));
    for i in 0..rows.len() {
        table.add_row(columns.iter().map(|(_, cells)| Cell::new(&cells[i])));
    }
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_padding(if i == 0 { (0, 0) } else { (2, 0) });
        if i == 1 {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(name as u16)));
        } else {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        if i >= first_number {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::*;
    use super::super::model::{StripFacts, rows, width_km};
    use super::*;
    use crate::units::{Metres, SquareMetres};

    fn printed(names: &[(&str, &str)], area: f64, data: Option<f64>) -> String {
        let territories: Vec<_> = names.iter().map(|(c, n)| territory(c, n)).collect();
        let mut found: Vec<_> = (0..names.len())
            .map(|i| overlap(i, area, 1234.5e6))
            .collect();
        for o in &mut found {
            o.territory_area = SquareMetres(17_098_242.123_456e6);
            o.share = area / o.territory_area.0;
            o.data_error = data.map(SquareMetres);
        }
        let result = overlaps(found);
        let mut facts = facts();
        facts.strips.push(StripFacts {
            width_km: width_km(Metres(300e3)),
            tolerance_m: Decimal::nearest(1.0, 0),
            max_error_m: Decimal::up(0.93, 6).trimmed(),
            area_km2: Decimal::nearest(3e6, 6),
            error_km2: Decimal::nearest(4.2, 6),
            sea_km2: Decimal::nearest(1e6, 6),
            sea_error_km2: Decimal::nearest(0.2, 6),
        });
        let mut out = Vec::new();
        let rows = rows(&[(Metres(300e3), &result)], &territories, &labels());
        table(&rows, &facts, &mut out).expect("memory does not fail");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn the_facts_come_first_and_numbers_are_grouped_and_right_aligned() {
        let text = printed(
            &[("RUS", "Russia"), ("NOR", "Norway")],
            1_234_567.123_456e6,
            None,
        );
        assert!(
            text.starts_with(
                "program    standoff 0.1.0\nline       the border that CSTO shares with NATO\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("on EACH side") && text.contains("tolerance  1 m"),
            "{text}"
        );
        let row = "RUS   Russia  A      1,234,567.1  1,234.51  7.22%   17,098,242.1\n";
        assert!(text.contains(row), "{text}");
        assert!(
            text.contains("code  name    group  overlap km²     ± km²  share  territory km²\n"),
            "{text}"
        );
    }

    #[test]
    fn the_widest_table_fits_a_hundred_columns() {
        let names = [
            (
                "RUS",
                "The Federation of a Great Many Long and Longer Names",
            ),
            ("XXX", "Donaudampfschifffahrtsgesellschaft"),
        ];
        let text = printed(&names, 17_098_242.123_456e6, Some(41_234_567_890.0));
        for line in text.lines() {
            assert!(
                line.chars().count() <= COLUMNS_WIDE,
                "{}: {line}",
                line.chars().count()
            );
        }
        assert!(
            text.contains("17,098,242.1") && text.contains("100.00%") && text.contains("41,234.6"),
            "{text}"
        );
    }

    #[test]
    fn a_part_is_never_shown_as_the_whole_nor_as_nothing() {
        let shown = |share| percent(Decimal::nearest(share, 9));
        assert_eq!(shown(1.0), "100.00%");
        assert_eq!(shown(0.999_999_9), ">99.99%");
        assert_eq!(shown(0.000_000_1), "<0.01%");
        assert_eq!(shown(0.713_991_5), "71.40%");
    }

    #[test]
    fn bounds_are_rounded_up() {
        assert_eq!(
            Decimal::nearest(1.010_001, 6).rounded_up(2).to_string(),
            "1.02"
        );
        assert_eq!(Decimal::nearest(-1.015, 3).rounded(2).to_string(), "-1.02");
    }

    #[test]
    fn names_cannot_steer_the_terminal() {
        let text = printed(&[("RUS", "red\u{1b}[31m\nline \u{202e}back")], 1e9, None);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        assert!(
            text.contains("red\\u{1b}[31m\\nline") && text.contains("\\u{202e}back"),
            "{text}"
        );
    }

    #[test]
    fn a_strip_over_no_territory_is_said_to_be_so() {
        assert!(printed(&[], 0.0, None).contains("It covers no territory."));
    }
}
