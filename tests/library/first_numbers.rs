//! The first numbers that were published for this question, from a grid of points on Natural Earth 5.1.2: each is reproduced
//! within its stated error (widths ±1 km, greatest distances ±2 km, shares ±0.2 points) and half a unit of its last digit.

use assert_cmd::Command;
use std::collections::BTreeMap;

struct Numbers {
    line: &'static str,
    /// Width that covers a third of Poland, km.
    third: f64,
    /// Poland at 200, 250 and 300 km, percent, to whole points.
    poland: [f64; 3],
    /// Width that covers 95 % of the three Baltic states, km.
    baltic: f64,
    /// Ukraine and Finland at 250 km, percent, to whole points.
    ukraine: f64,
    finland: f64,
    /// Norway without its overseas pieces at 250 km, percent, and half a unit of its last digit.
    norway: (f64, f64),
    /// Sweden at 250 and 300 km, percent, and half a unit of the last digit.
    sweden: ([f64; 2], f64),
}

const SHARES: f64 = 0.2;
const WHOLE: f64 = 0.5;

/// All on the membership of 17 December 2021.
const NUMBERS: [Numbers; 7] = [
    Numbers {
        line: "--between RUS NATO",
        third: 226.0,
        poland: [28.0, 38.0, 49.0],
        baltic: 223.0,
        ukraine: 0.0,
        finland: 28.0,
        norway: (13.5, 0.05),
        sweden: ([0.0, 2.0], 0.5),
    },
    Numbers {
        line: "--between RUS,BLR NATO",
        third: 144.0,
        poland: [47.0, 59.0, 71.0],
        baltic: 223.0,
        ukraine: 11.0,
        finland: 28.0,
        norway: (13.5, 0.05),
        sweden: ([0.0, 2.0], 0.5),
    },
    Numbers {
        line: "--between CSTO NATO",
        third: 144.0,
        poland: [47.0, 59.0, 71.0],
        baltic: 223.0,
        ukraine: 11.0,
        finland: 28.0,
        norway: (13.5, 0.05),
        sweden: ([0.0, 2.0], 0.5),
    },
    Numbers {
        line: "--around RUS",
        third: 226.0,
        poland: [28.0, 38.0, 49.0],
        baltic: 223.0,
        ukraine: 55.0,
        finland: 81.0,
        norway: (14.0, 0.5),
        sweden: ([1.3, 5.5], 0.05),
    },
    Numbers {
        line: "--around RUS,BLR",
        third: 144.0,
        poland: [47.0, 59.0, 71.0],
        baltic: 223.0,
        ukraine: 77.0,
        finland: 81.0,
        norway: (14.0, 0.5),
        sweden: ([1.3, 5.5], 0.05),
    },
    Numbers {
        line: "--around NATO",
        third: 118.0,
        poland: [57.0, 74.0, 88.0],
        baltic: 223.0,
        ukraine: 38.0,
        finland: 34.0,
        // First published as 87, which we cannot reproduce: an independent checker finds 84.743 on the same line, as we do.
        norway: (84.74, 0.005),
        sweden: ([79.0, 91.0], 0.5),
    },
    Numbers {
        line: "--around RUS --coast",
        third: 226.0,
        poland: [28.0, 38.0, 49.0],
        baltic: 222.0,
        ukraine: 57.0,
        finland: 83.0,
        norway: (14.0, 0.5),
        sweden: ([1.3, 6.0], 0.5),
    },
];

/// Covered and whole area, km², by width (m) and territory.
type Table = BTreeMap<(u64, String), (f64, f64)>;

fn table(line: &str, widths: &[f64]) -> Table {
    let list: Vec<String> = widths.iter().map(|w| format!("{w}km")).collect();
    let output = Command::cargo_bin("standoff")
        .expect("the program")
        .args([
            "strip",
            "--quiet",
            "--metropolitan",
            "--format",
            "csv",
            "--width",
        ])
        .arg(list.join(","))
        .args(line.split(' '))
        .output()
        .expect("a run");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {err}");
    let number = |text: &str| text.parse::<f64>().expect("a number");
    csv::Reader::from_reader(&output.stdout[..])
        .records()
        .map(|r| r.expect("a row"))
        .map(|r| {
            let width = (1e3 * number(&r[2])).round() as u64;
            ((width, r[3].to_owned()), (number(&r[6]), number(&r[8])))
        })
        .collect()
}

/// Percent of the territories together.
fn share(table: &Table, km: f64, codes: &[&str]) -> f64 {
    let at = |km: f64, code: &str| table.get(&((1e3 * km) as u64, code.to_owned())).copied();
    let whole = |code: &str| at(300.0, code).map_or(1.0, |(_, whole)| whole);
    let covered: f64 = codes.iter().filter_map(|c| at(km, c)).map(|(c, _)| c).sum();
    100.0 * covered / codes.iter().map(|c| whole(c)).sum::<f64>()
}

#[test]
fn shares_and_widths_are_those_first_published() {
    const BALTIC: [&str; 3] = ["EST", "LVA", "LTU"];
    for n in &NUMBERS {
        let [low, high] = [-1.5, 1.5].map(|d| n.third + d);
        let [low95, high95] = [-1.5, 1.5].map(|d| n.baltic + d);
        let (low_all, high_all) = (325.5, 330.5);
        let widths = [
            200.0, 250.0, 300.0, low, high, low95, high95, low_all, high_all,
        ];
        let table = table(n.line, &widths);
        let near = |what: &str, ours: f64, published: f64, digit: f64| {
            let difference = (ours - published).abs();
            assert!(
                difference <= SHARES + digit,
                "{}: {what} {ours} {published}",
                n.line
            );
        };
        for (km, published) in [200.0, 250.0, 300.0].into_iter().zip(n.poland) {
            near("Poland", share(&table, km, &["POL"]), published, WHOLE);
        }
        let [below, above] = [low, high].map(|km| share(&table, km, &["POL"]));
        assert!(
            below < 100.0 / 3.0 && 100.0 / 3.0 < above,
            "{}: {below} {above}",
            n.line
        );
        let [below, above] = [low95, high95].map(|km| share(&table, km, &BALTIC));
        assert!(below < 95.0 && 95.0 < above, "{}: {below} {above}", n.line);
        let [below, above] = [low_all, high_all].map(|km| share(&table, km, &BALTIC));
        assert!(
            below < 100.0 && above == 100.0,
            "{}: {below} {above}",
            n.line
        );
        near("Ukraine", share(&table, 250.0, &["UKR"]), n.ukraine, WHOLE);
        near("Finland", share(&table, 250.0, &["FIN"]), n.finland, WHOLE);
        near(
            "Norway",
            share(&table, 250.0, &["NOR"]),
            n.norway.0,
            n.norway.1,
        );
        for (km, published) in [250.0, 300.0].into_iter().zip(n.sweden.0) {
            near("Sweden", share(&table, km, &["SWE"]), published, n.sweden.1);
        }
    }
}

/// Reach of NATO's territory into Russia: 6, 19, 47 and 81 % within 500, 1000, 2000 and 3000 km, to whole points.
#[test]
fn the_part_of_russia_from_which_nato_can_be_reached_is_that_first_published() {
    let output = Command::cargo_bin("standoff")
        .expect("the program")
        .args([
            "strip",
            "--reach",
            "500km,1000km,2000km,3000km",
            "--of",
            "NATO",
        ])
        .args(["--format", "csv", "--quiet"])
        .output()
        .expect("a run");
    let shares: Vec<f64> = csv::Reader::from_reader(&output.stdout[..])
        .records()
        .map(|r| r.expect("a row"))
        .filter(|r| &r[3] == "RUS")
        .map(|r| 100.0 * r[7].parse::<f64>().expect("a share"))
        .collect();
    assert_eq!(shares.len(), 4);
    for (ours, published) in shares.iter().zip([6.0, 19.0, 47.0, 81.0]) {
        assert!(
            (ours - published).abs() <= SHARES + WHOLE,
            "{ours} {published}"
        );
    }
}
