//! From the request for a line - two groups, or one - to the line itself.
//!
//! In: [`LineChoice`], territories, the membership table. Out: [`DerivedLine`], with a line of words that names it.

use geo::MultiLineString;
use jiff::civil::{Date, date};

use super::alliance::AllianceTable;
use super::group::{Context, Group, MemberChange};
use super::snap;
use super::snap::report::{self, Match};
use super::territory::Territory;
use super::topology::{self, A, B, Land, Pick, Sides};
use crate::error::{Error, Warning};
use crate::units::Metres;

/// Which borders of two groups make the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// The border that the two share.
    #[default]
    Contact,
    /// The outer border of A against everyone, and of B against everyone.
    Outer,
    /// The border of every member, inside a group too.
    Every,
}

impl Reading {
    /// The name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Reading::Contact => "contact",
            Reading::Outer => "outer",
            Reading::Every => "every",
        }
    }
}

/// Whose line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Two groups, as users write them (`RUS,BLR`, `NATO`).
    Between {
        a: String,
        b: String,
        reading: Reading,
    },
    /// The outer border of one group.
    Around { a: String },
}

/// The day the draft agreement was published, on which members are taken unless the user says otherwise.
pub const DRAFT_DATE: Date = date(2021, 12, 17);

/// All that decides a derived line. The default is the line of Article 7: what CSTO and NATO share on [`DRAFT_DATE`].
#[derive(Clone, Debug, PartialEq)]
pub struct LineChoice {
    pub whose: Whose,
    /// The day that picks the members of alliances.
    pub as_of: Date,
    /// Whether the coast of the groups' territories joins the line.
    pub coast: bool,
    pub changes: Vec<MemberChange>,
    /// Borders within this distance of each other count as shared; `None`: only those that agree exactly.
    pub snap: Option<Metres>,
}

impl Default for LineChoice {
    fn default() -> Self {
        LineChoice {
            whose: Whose::Between {
                a: "CSTO".to_owned(),
                b: "NATO".to_owned(),
                reading: Reading::Contact,
            },
            as_of: DRAFT_DATE,
            coast: false,
            changes: Vec::new(),
            snap: None,
        }
    }
}

/// A line derived from territories.
#[derive(Clone, Debug)]
pub struct DerivedLine {
    /// Longitude, latitude in degrees; never empty. See [`topology::line`] for direction and order.
    pub lines: MultiLineString<f64>,
    /// Codes of group A, sorted.
    pub a: Vec<String>,
    /// Codes of group B, sorted; empty for a line around A.
    pub b: Vec<String>,
    /// What the line is, in one line for outputs.
    pub description: String,
    /// Memberships whose day no source states, where the date makes it matter; and what was matched.
    pub warnings: Vec<Warning>,
    /// Borders that neighbours draw with different positions, matched within [`LineChoice::snap`].
    pub matches: Vec<Match>,
}

/// Derives a line from the edges that the territories share, exactly or within [`LineChoice::snap`].
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) where a name is unknown, the date is before an alliance's first row, a
/// member is missing in the territories, a territory stands in both groups of a contact line (the other readings
/// allow it), there is no such border, or the matching distance cannot be (see [`snap::line`]).
pub fn derive(
    choice: &LineChoice,
    territories: &[Territory],
    alliances: &AllianceTable,
) -> Result<DerivedLine, Error> {
    let context = Context {
        territories,
        alliances,
        as_of: choice.as_of,
        changes: &choice.changes,
    };
    context.check_changes()?;
    let (a, b, land) = match &choice.whose {
        Whose::Between { a, b, reading } => {
            let land = match reading {
                Reading::Contact => Land::Contact,
                Reading::Outer => Land::Outer,
                Reading::Every => Land::Every,
            };
            (context.group(a)?, Some(context.group(b)?), land)
        }
        Whose::Around { a } => (context.group(a)?, None, Land::Outer),
    };
    let in_b = |code: &String| b.as_ref().is_some_and(|b| b.codes.contains(code));
    let both: Vec<&str> = a
        .codes
        .iter()
        .filter(|code| in_b(code))
        .map(String::as_str)
        .collect();
    if land == Land::Contact && !both.is_empty() {
        return Err(Error::usage(format!("{} stands in both groups of --between", both.join(", ")))
            .remedy("a contact line needs two groups apart; take it out of one, or use --reading outer or every"));
    }
    let sides: Vec<Sides> = territories
        .iter()
        .map(|t| if a.codes.contains(&t.code) { A } else { 0 } | if in_b(&t.code) { B } else { 0 })
        .collect();
    let pick = Pick {
        land,
        coast: choice.coast,
    };
    let (lines, matches) = match choice.snap {
        None => (topology::line(territories, &sides, pick), Vec::new()),
        Some(distance) => {
            let snapped = snap::line(territories, &sides, pick, distance)?;
            (snapped.lines, snapped.matches)
        }
    };
    if lines.0.is_empty() {
        return Err(nothing(choice, &a, b.as_ref()));
    }
    let description = describe(choice, &a, b.as_ref());
    let mut named: Vec<&String> = a
        .alliances
        .iter()
        .chain(b.iter().flat_map(|b| &b.alliances))
        .collect();
    named.sort_unstable();
    named.dedup();
    let warnings = named
        .into_iter()
        .flat_map(|name| alliances.doubtful(name, choice.as_of))
        .filter(|row| {
            !choice
                .changes
                .iter()
                .any(|c| c.alliance == row.alliance && c.codes.contains(&row.code))
        })
        .map(|row| row.doubt(choice.as_of))
        .chain(
            choice
                .snap
                .and_then(|distance| report::warning(&matches, distance)),
        )
        .collect();
    Ok(DerivedLine {
        lines,
        a: a.codes,
        b: b.map_or(Vec::new(), |b| b.codes),
        description,
        warnings,
        matches,
    })
}

fn describe(choice: &LineChoice, a: &Group, b: Option<&Group>) -> String {
    let b_text = b.map_or("", |b| &b.text);
    let line = match &choice.whose {
        Whose::Between {
            reading: Reading::Contact,
            ..
        } => format!("contact line of {} and {b_text}", a.text),
        Whose::Between {
            reading: Reading::Outer,
            ..
        } => format!("outer borders of {} and of {b_text}", a.text),
        Whose::Between {
            reading: Reading::Every,
            ..
        } => format!("every member's border of {} and {b_text}", a.text),
        Whose::Around { .. } => format!("outer border of {}", a.text),
    };
    let coast = if choice.coast {
        "land border and coast"
    } else {
        "land border"
    };
    let frozen = [Some(a), b]
        .into_iter()
        .flatten()
        .map(|group| group.frozen.as_str());
    let notes: String = changes_told(choice, a, b)
        .chain(frozen.map(str::to_owned))
        .collect();
    let snapped = choice.snap.map_or(String::new(), |distance| {
        format!(", neighbours matched within {} m", distance.0)
    });
    format!("{line}{}, {coast}{snapped}{notes}", on_date(choice, a, b))
}

/// The date, where it matters: a list of codes is the same on every day.
fn on_date(choice: &LineChoice, a: &Group, b: Option<&Group>) -> String {
    let dated = [Some(a), b]
        .into_iter()
        .flatten()
        .any(|group| !group.alliances.is_empty());
    if dated {
        format!(" on {}", choice.as_of)
    } else {
        String::new()
    }
}

/// The changes of membership that the two groups took notice of.
fn changes_told<'a>(
    choice: &'a LineChoice,
    a: &'a Group,
    b: Option<&'a Group>,
) -> impl Iterator<Item = String> + 'a {
    let used = move |name: &String| {
        a.alliances.contains(name) || b.is_some_and(|b| b.alliances.contains(name))
    };
    choice
        .changes
        .iter()
        .filter(move |change| used(&change.alliance))
        .map(|change| {
            let word = if change.joins { "with" } else { "without" };
            format!("; {} {word} {}", change.alliance, change.codes.join(","))
        })
}

fn nothing(choice: &LineChoice, a: &Group, b: Option<&Group>) -> Error {
    let date = on_date(choice, a, b);
    let what = match (b, &choice.whose) {
        (
            Some(b),
            Whose::Between {
                reading: Reading::Contact,
                ..
            },
        ) => {
            format!("{} and {} share no land border{date}", a.text, b.text)
        }
        (Some(b), _) => format!("neither {} nor {} has a land border{date}", a.text, b.text),
        (None, _) => format!("{} has no land border{date}", a.text),
    };
    let what = if choice.coast {
        format!("{what}, nor a coast")
    } else {
        what
    };
    Error::usage(what).remedy(
        "neighbours must have the same positions along their border, or be matched (--snap); other ways to a line: --coast, another --as-of, \
         other groups, or --border FILE",
    )
}
