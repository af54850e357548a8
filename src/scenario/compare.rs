//! What changes between two results: rows of the same territory at the same width side by side.
//!
//! In: two tables ([`super::table`]). Out: [`Change`]s, and what one of the tables alone has. A territory without a row in one of two tables
//! that both have the width is not met there: its overlap is 0. A width that one table has not is not compared.

use super::table::{Row, place};
use crate::error::Error;
use std::collections::BTreeMap;

/// What rows are matched by, beside width and territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Rows of scenarios of the same name.
    Scenario,
    /// Territory alone: each table has one scenario.
    Territory,
}

/// One territory at one width in two results.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Empty where rows are matched by territory alone.
    pub scenario: String,
    /// km.
    pub width: f64,
    pub territory: String,
    pub name: String,
    /// km², 0 where the territory is not met.
    pub overlap: [f64; 2],
    /// 0 to 1; `None` where a table does not say.
    pub share: [Option<f64>; 2],
    /// Sum of the bounds on both overlaps' errors, km²; `None` where a table does not say.
    pub error: Option<f64>,
}

impl Change {
    /// km², positive where B has more.
    pub fn area(&self) -> f64 {
        self.overlap[1] - self.overlap[0]
    }

    /// Percentage points.
    pub fn points(&self) -> Option<f64> {
        Some(100.0 * (self.share[1]? - self.share[0]?))
    }

    /// Whether the change is more than what the computation may be wrong by; `None` where that is unknown.
    pub fn certain(&self) -> Option<bool> {
        Some(self.area().abs() > self.error?)
    }

    /// Whether anything is different.
    pub fn any(&self) -> bool {
        self.overlap[0] != self.overlap[1] || self.share[0] != self.share[1]
    }
}

/// Two results side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// By scenario, in the order of the first table, by width, then by the size of the change, largest first, then by code.
    pub changes: Vec<Change>,
    /// What table A, and table B, has alone, in words: widths or scenarios that are not compared.
    pub alone: [Vec<String>; 2],
}

/// By scenario if both tables have several, else by territory.
pub fn usual(tables: [&[Row]; 2]) -> By {
    let several = |rows: &[Row]| {
        rows.windows(2)
            .any(|pair| pair[0].scenario != pair[1].scenario)
    };
    if tables.into_iter().all(several) {
        By::Scenario
    } else {
        By::Territory
    }
}

/// Compares two tables; `names` are theirs for messages.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) where a table has two rows for one territory and width (and scenario), with the lines.
pub fn compare(tables: [&[Row]; 2], by: By, names: [&str; 2]) -> Result<Comparison, Error> {
    let order = orders(tables, by);
    let [a, b] = [0, 1].map(|i| grouped(tables[i], by, &order, names[i]));
    let (a, b) = (a?, b?);
    let (mut changes, mut alone) = (Vec::new(), [Vec::new(), Vec::new()]);
    for (group, rows) in &a {
        match b.get(group) {
            Some(others) => changes.extend(side_by_side(rows, others, by)),
            None => alone[0].extend(told(rows, by)),
        }
    }
    for (group, rows) in &b {
        if !a.contains_key(group) {
            alone[1].extend(told(rows, by));
        }
    }
    Ok(Comparison { changes, alone })
}

/// Rows of one scenario and width, by territory.
type Rows<'a> = BTreeMap<&'a str, &'a Row>;
/// The scenario's place, and the width by its bits: positive numbers are ordered as their bits are.
type Key = (usize, u64);

/// Scenarios in the order in which they appear.
fn orders(tables: [&[Row]; 2], by: By) -> BTreeMap<&str, usize> {
    let mut order = BTreeMap::new();
    for row in tables.into_iter().flatten().filter(|_| by == By::Scenario) {
        let next = order.len();
        order.entry(row.scenario.as_str()).or_insert(next);
    }
    order
}

fn grouped<'a>(
    rows: &'a [Row],
    by: By,
    order: &BTreeMap<&str, usize>,
    name: &str,
) -> Result<BTreeMap<Key, Rows<'a>>, Error> {
    let mut groups: BTreeMap<Key, Rows> = BTreeMap::new();
    for row in rows {
        let scenario = order.get(row.scenario.as_str()).copied().unwrap_or(0);
        let group = groups
            .entry((scenario, row.width.abs().to_bits()))
            .or_default();
        if let Some(other) = group.insert(&row.territory, row) {
            let error = Error::data(format!(
                "{} has two rows at {} km; the other one is in line {}",
                row.territory, row.width, other.line
            ))
            .at(place(name, row.line));
            return Err(match by {
                By::Territory if other.scenario != row.scenario => error.remedy(
                    "they are of different scenarios: match them by ‹by› scenario, or compare tables of one scenario each",
                ),
                _ => error.remedy("take one of them out"),
            });
        }
    }
    Ok(groups)
}

fn side_by_side(a: &Rows, b: &Rows, by: By) -> Vec<Change> {
    let codes: std::collections::BTreeSet<&str> = a.keys().chain(b.keys()).copied().collect();
    let mut changes: Vec<Change> = (codes.into_iter())
        .filter_map(|code| {
            let rows = [a.get(code), b.get(code)];
            let some = rows[0].or(rows[1])?;
            let error = |row: Option<&&Row>| row.map_or(Some(0.0), |row| row.error);
            let known = rows.into_iter().flatten().all(|row| row.share.is_some());
            Some(Change {
                scenario: if by == By::Scenario {
                    some.scenario.clone()
                } else {
                    String::new()
                },
                width: some.width,
                territory: code.to_owned(),
                name: some.name.clone(),
                overlap: rows.map(|row| row.map_or(0.0, |row| row.overlap)),
                share: rows.map(|row| row.map_or(known.then_some(0.0), |row| row.share)),
                error: error(rows[0]).zip(error(rows[1])).map(|(a, b)| a + b),
            })
        })
        .collect();
    changes.sort_by(|x, y| {
        (y.area().abs().total_cmp(&x.area().abs())).then_with(|| x.territory.cmp(&y.territory))
    });
    changes
}

fn told(rows: &Rows, by: By) -> Option<String> {
    let (_, row) = rows.first_key_value()?;
    Some(match by {
        By::Scenario => format!("{:?} at {} km", row.scenario, row.width),
        By::Territory => format!("{} km", row.width),
    })
}

#[cfg(test)]
mod tests {
    use super::super::table::read;
    use super::*;

    const HEAD: &str = "scenario,width_km,territory,name,overlap_km2,overlap_share,error_km2\n";

    fn table(rows: &str) -> Vec<Row> {
        read(format!("{HEAD}{rows}").as_bytes(), "t.csv").expect("a table")
    }

    #[test]
    fn a_territory_that_one_result_does_not_meet_changes_from_nothing() {
        let a = table("x,50,POL,Poland,10,0.1,0.5\nx,50,EST,Estonia,4,0.4,0.1\n");
        let b = table(
            "y,50,POL,Poland,10.4,0.104,0.5\ny,50,LVA,Latvia,7,0.7,0.1\ny,60,POL,Poland,1,0.1,0\n",
        );
        assert_eq!(usual([&a, &b]), By::Territory);
        let all = compare([&a, &b], By::Territory, ["a", "b"]).expect("compared");
        let told: Vec<_> = (all.changes.iter())
            .map(|c| {
                (
                    c.territory.as_str(),
                    (c.area() * 10.0).round(),
                    c.certain(),
                    c.points().map(f64::round),
                )
            })
            .collect();
        let expected = [
            ("LVA", 70.0, Some(true), Some(70.0)),
            ("EST", -40.0, Some(true), Some(-40.0)),
            ("POL", 4.0, Some(false), Some(0.0)),
        ];
        assert_eq!(told, expected);
        assert_eq!(all.alone, [vec![], vec!["60 km".to_owned()]]);
    }

    #[test]
    fn scenarios_are_matched_by_name_and_two_rows_for_one_are_refused() {
        let a = table("x,50,POL,Poland,10,0.1,0\ny,50,POL,Poland,20,0.2,0\n");
        let b = table("y,50,POL,Poland,21,0.21,0\nx,50,POL,Poland,10,0.1,0\n");
        assert_eq!(usual([&a, &b]), By::Scenario);
        let all = compare([&a, &b], By::Scenario, ["a", "b"]).expect("compared");
        let told: Vec<_> = all
            .changes
            .iter()
            .map(|c| (c.scenario.as_str(), c.any(), c.area()))
            .collect();
        assert_eq!(told, [("x", false, 0.0), ("y", true, 1.0)]);
        let error = compare([&a, &b], By::Territory, ["a.csv", "b.csv"]).expect_err("twice");
        assert!(
            error
                .to_string()
                .contains("two rows at 50 km; the other one is in line 2 (a.csv, line 3"),
            "{error}"
        );
        assert!(error.remedy.contains("‹by› scenario"));
    }

    #[test]
    fn json_says_the_same_as_csv_and_wrong_tables_are_refused_with_the_line() {
        let json = r#"[{"scenario":"x","width_km":50,"territory":"POL","name":"Poland","overlap_km2":10,"overlap_share":0.1,"error_km2":0}]"#;
        let lines = json.trim_matches(['[', ']']);
        let csv = table("x,50,POL,Poland,10,0.1,0\n");
        for text in [json, lines] {
            let mut rows = read(text.as_bytes(), "t.json").expect("a table");
            rows[0].line = csv[0].line;
            assert_eq!(rows, csv);
        }
        for (text, word) in [
            (
                "width_km,territory,overlap_km\n1,POL,2\n",
                "no column overlap_km2 (t, line 1",
            ),
            (
                "width_km,territory,overlap_km2\n1,POL,2\n1,EST,two\n",
                "overlap_km2 is \"two\", no number (t, line 3",
            ),
            ("width_km,territory,overlap_km2\n1,POL\n", "t, line 2"),
            ("[1]", "no object"),
            (" ", "empty"),
        ] {
            let error = read(text.as_bytes(), "t").expect_err(text);
            assert_eq!(error.kind, crate::error::Kind::Data);
            assert!(error.to_string().contains(word), "{error}");
        }
    }
}
