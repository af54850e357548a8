//! What the columns of geometry files are: kind and meaning, told in the files themselves.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    /// A whole number.
    Whole,
    /// A day, ISO 8601.
    Date,
    /// One of these words.
    Choice(&'static str, &'static [&'static str]),
}

/// A column: its name as in the table, its kind, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    /// With the unit.
    pub about: String,
}

/// Which group a territory belongs to.
const GROUP: Kind = Kind::Choice("group", &["A", "B", "both", ""]);
/// Whether a width holds a site.
pub(super) const WITHIN: Kind = Kind::Choice("within", &["true", "false", "part"]);
const SIDE: Kind = Kind::Choice("side", &["left", "right", "on"]);

const KNOWN: [(&str, Kind, &str); 29] = [
    (
        "scenario",
        Kind::Text,
        "Whose line and which configuration, in words",
    ),
    (
        "worldview",
        Kind::Text,
        "Who is taken to hold the disputed areas",
    ),
    (
        "width_km",
        Kind::Number,
        "How far the strip reaches on each side of the line, km; not the total across",
    ),
    ("territory", Kind::Text, "Code of the territory"),
    ("name", Kind::Text, "Name"),
    (
        "group",
        GROUP,
        "Which of the two groups the territory belongs to: A, B, both, or empty for neither",
    ),
    (
        "overlap_km2",
        Kind::Number,
        "Area of the territory inside the strip, km² on the ellipsoid",
    ),
    (
        "overlap_share",
        Kind::Number,
        "Part of the territory inside the strip, 0 to 1",
    ),
    (
        "territory_km2",
        Kind::Number,
        "Area of the territory, km² on the ellipsoid",
    ),
    (
        "error_km2",
        Kind::Number,
        "Bound on the error of the computation in the area, km²",
    ),
    (
        "data_error_km2",
        Kind::Number,
        "What the border data's own accuracy makes uncertain in the area, km²; empty where unknown",
    ),
    (
        "tolerance_m",
        Kind::Number,
        "How far any point of the outline may stand from the exact width, m: what was asked for",
    ),
    (
        "max_error_m",
        Kind::Number,
        "How far any point of the outline stands from the exact width, m: what was reached",
    ),
    (
        "area_km2",
        Kind::Number,
        "Area of the strip, km² on the ellipsoid",
    ),
    ("program", Kind::Text, "Program and version"),
    ("line", Kind::Text, "Whose line it is, in words"),
    (
        "as_of",
        Kind::Date,
        "The day that picks the members of alliances; empty for a user's line",
    ),
    (
        "source",
        Kind::Text,
        "Where the line and the territories come from",
    ),
    (
        "edges",
        Kind::Text,
        "How an edge between two positions is read",
    ),
    ("width_is", Kind::Text, "What a width is"),
    ("id", Kind::Text, "The site's id"),
    (
        "distance_km",
        Kind::Number,
        "Distance of the site's nearest point to the line, km, a WGS84 geodesic",
    ),
    (
        "farthest_km",
        Kind::Number,
        "Distance of the site's farthest point to the line, km; empty for a point",
    ),
    (
        "nearest_lon",
        Kind::Number,
        "Longitude of the line's point nearest to the site, degrees",
    ),
    (
        "nearest_lat",
        Kind::Number,
        "Latitude of the line's point nearest to the site, degrees",
    ),
    (
        "side",
        SIDE,
        "Side of the line, in the direction in which it is digitised",
    ),
    ("population", Kind::Number, "Population of the place"),
    (
        "districts",
        Kind::Text,
        "Names of the districts that the zone took whole",
    ),
    ("layer", Kind::Text, "Which layer the feature belongs to"),
];

/// A column by its name. One that is not known is a text of its own name; `in_W` says whether the width W holds a site.
pub fn column(name: &str) -> Column {
    let (kind, about) = match KNOWN.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, about)) => (*kind, (*about).to_owned()),
        None => match name.strip_prefix("in_") {
            Some(width) => (
                WITHIN,
                format!(
                    "Whether the site lies within {width} of the line: true, false, or part of a line or polygon"
                ),
            ),
            None => (Kind::Text, name.to_owned()),
        },
    };
    Column {
        name: name.to_owned(),
        kind,
        about,
    }
}

/// Columns by their names, in order.
pub fn columns(names: &[impl AsRef<str>]) -> Vec<Column> {
    names.iter().map(|name| column(name.as_ref())).collect()
}
