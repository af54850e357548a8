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
use super::topology::{self, A, B, Edge, Land, Pick, Sides};
use super::within::Within;
use crate::error::{Error, Warning};
use crate::geodesy::edges::Edges;
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
    /// Keeps the parts of the line inside a box.
    pub within: Option<Within>,
    /// How the line's edges are read: where a box cuts them, and how long they are.
    pub edges: Edges,
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
            within: None,
            edges: Edges::default(),
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
    let request = request(choice, territories, alliances)?;
    let (edges, matches) = request.chosen(choice, territories)?;
    let ends: Vec<_> = edges.into_iter().map(|edge| edge.ends).collect();
    let mut lines = topology::chain(&ends);
    if let Some(within) = &choice.within {
        lines = within.clip(&lines, choice.edges);
    }
    if lines.0.is_empty() {
        return Err(request.nothing(choice));
    }
    let description = request.description(choice);
    let warnings = request.warnings(choice, alliances, &matches);
    Ok(DerivedLine {
        lines,
        a: request.a.codes,
        b: request.b.map_or(Vec::new(), |b| b.codes),
        description,
        warnings,
        matches,
    })
}

/// A choice read against territories and alliances.
pub(super) struct Request {
    a: Group,
    b: Option<Group>,
    pub sides: Vec<Sides>,
    pub pick: Pick,
}

/// Reads a choice.
///
/// # Errors
/// Those of [`derive`], but for a line that is empty.
pub(super) fn request(
    choice: &LineChoice,
    territories: &[Territory],
    alliances: &AllianceTable,
) -> Result<Request, Error> {
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
    for group in [Some(&a), b.as_ref()].into_iter().flatten() {
        if group.codes.is_empty() {
            return Err(Error::usage(format!(
                "the group {} is empty on {}: nobody belongs to it",
                group.text, choice.as_of
            ))
            .remedy("check ‹not_member› and ‹as_of›"));
        }
    }
    let in_b = |code: &String| b.as_ref().is_some_and(|b| b.codes.contains(code));
    let both: Vec<&str> = a
        .codes
        .iter()
        .filter(|code| in_b(code))
        .map(String::as_str)
        .collect();
    if land == Land::Contact && !both.is_empty() {
        return Err(Error::usage(format!("{} stands in both groups of ‹between›", both.join(", ")))
            .remedy("a contact line needs two groups apart; take it out of one, or use ‹reading› outer or every"));
    }
    let sides: Vec<Sides> = territories
        .iter()
        .map(|t| {
            let in_a = a.codes.contains(&t.holder);
            (if in_a { A } else { 0 }) | (if in_b(&t.holder) { B } else { 0 })
        })
        .collect();
    let pick = Pick {
        land,
        coast: choice.coast,
    };
    Ok(Request { a, b, sides, pick })
}

impl Request {
    /// The edges of the line, and what of them was matched.
    ///
    /// # Errors
    /// Those of [`snap::chosen`].
    pub fn chosen(
        &self,
        choice: &LineChoice,
        territories: &[Territory],
    ) -> Result<(Vec<Edge>, Vec<Match>), Error> {
        match choice.snap {
            None => {
                let edges = topology::chosen(territories, &self.sides, self.pick);
                Ok((edges, Vec::new()))
            }
            Some(distance) => snap::chosen(territories, &self.sides, self.pick, distance),
        }
    }

    /// What the line is, in one line for outputs.
    pub fn description(&self, choice: &LineChoice) -> String {
        describe(choice, &self.a, self.b.as_ref())
    }

    /// Why there is no line.
    pub fn nothing(&self, choice: &LineChoice) -> Error {
        nothing(choice, &self.a, self.b.as_ref())
    }

    /// Memberships whose day no source states, where the date makes it matter; and what was matched.
    pub fn warnings(
        &self,
        choice: &LineChoice,
        alliances: &AllianceTable,
        matches: &[Match],
    ) -> Vec<Warning> {
        let settled = |alliance: &str, code: &String| {
            (choice.changes.iter()).any(|c| c.alliance == alliance && c.codes.contains(code))
        };
        let groups = [Some(&self.a), self.b.as_ref()].into_iter().flatten();
        let mut named: Vec<&String> = groups.flat_map(|group| &group.alliances).collect();
        named.sort_unstable();
        named.dedup();
        (named.into_iter())
            .flat_map(|name| alliances.doubtful(name, choice.as_of))
            .filter(|row| !settled(&row.alliance, &row.code))
            .map(|row| row.doubt(choice.as_of))
            .chain((choice.snap).and_then(|distance| report::warning(matches, distance)))
            .collect()
    }
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
        .chain(choice.within.map(|within| format!("; within {within}")))
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
    let what = match &choice.within {
        Some(within) => format!("{what} within {within}"),
        None => what,
    };
    Error::usage(what).remedy(
        "neighbours must have the same positions along their border, or be matched (‹snap›); other ways to a line: ‹coast›, another ‹as_of›, \
         other groups, or ‹border› FILE",
    )
}
