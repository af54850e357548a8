//! The map itself, from the ground up: sea, land, graticule, strips, what they cover, the line, names.

use super::graticule::Line;
use super::land::Land;
use super::names::{FAINT, Label, NAME};
use super::palette;
use super::pens::Drawing;
use super::shapes::StripShape;
use super::svg::{PathData, number};
use super::trace::{self, World};
use super::window::{Rect, Window};
use crate::report::model::Group;
use crate::report::number::percent_to;
use geo::Coord;

/// What is drawn.
pub struct Panel<'a> {
    pub rect: Rect,
    pub window: &'a Window<'a>,
    pub world: &'a World,
    pub land: &'a Land,
    /// The narrowest first.
    pub strips: &'a [StripShape],
    pub lines: &'a [Vec<Coord<f64>>],
    pub grid: &'a [Line],
    pub groups: &'a dyn Fn(usize) -> Group,
    /// What territories are called, by index.
    pub names: &'a [String],
}

/// A line of more than so many widths of the panel is drawn thin.
const DENSE: f64 = 6.0;
pub const GROUPS: [Group; 4] = [Group::Neither, Group::A, Group::B, Group::Both];

/// The fill of what is covered of a group: B and both are hatched too, so that they are told apart without colours.
pub fn fill(group: Group) -> &'static str {
    match group {
        Group::B => "url(#covered-b)",
        Group::Both => "url(#covered-both)",
        _ => palette::covered(group),
    }
}

impl Panel<'_> {
    pub fn draw(&self, to: &mut Drawing) {
        let u = to.pens.u;
        self.definitions(to);
        to.svg.open("g", &[("clip-path", "url(#panel)".into())]);
        self.sea(to);
        to.svg.open(
            "g",
            &[("id", "land".into()), ("fill-rule", "evenodd".into())],
        );
        for group in GROUPS {
            let mut path = PathData::default();
            for (_, rings) in self
                .land
                .rings
                .iter()
                .filter(|(t, _)| (self.groups)(**t) == group)
            {
                rings.iter().for_each(|ring| path.ring(ring));
            }
            if !path.is_empty() {
                to.svg.leaf(
                    "path",
                    &[
                        ("fill", palette::soil(group).into()),
                        ("d", path.text().into()),
                    ],
                );
            }
        }
        to.svg.close("g");
        let lines: Vec<Vec<Coord<f64>>> = self.grid.iter().flat_map(|l| l.parts.clone()).collect();
        stroke(
            to,
            "graticule",
            &lines,
            palette::GRATICULE,
            0.6 * u,
            &[("stroke-opacity", "0.55".into())],
        );
        stroke(
            to,
            "coasts",
            &self.land.coasts,
            palette::COAST,
            0.7 * u,
            &[],
        );
        stroke(
            to,
            "borders",
            &self.land.borders,
            palette::BORDERS,
            0.8 * u,
            &[],
        );
        self.covered(to);
        let n = self.strips.len();
        for (k, strip) in self.strips.iter().enumerate().rev() {
            let dashes = scaled(palette::dashes(k, n), 1.2 * u);
            let mut more = vec![];
            if !dashes.is_empty() {
                more.push(("stroke-dasharray", dashes.as_str().into()));
            }
            stroke(
                to,
                &format!("outline-{}", k + 1),
                &strip.outline,
                palette::OUTLINE,
                1.2 * u,
                &more,
            );
        }
        let round: [(&str, super::svg::Value); 1] = [("stroke-linecap", "round".into())];
        // A line that is everywhere, such as a continent's coast, must not hide what it surrounds.
        let long = self.lines.iter().flat_map(|l| l.windows(2));
        let long: f64 = long.map(|e| (e[0].x - e[1].x).hypot(e[0].y - e[1].y)).sum();
        if long < DENSE * self.rect.width {
            stroke(to, "line-casing", self.lines, "#ffffff", 5.0 * u, &round);
            stroke(to, "line", self.lines, palette::LINE, 2.4 * u, &round);
        } else {
            stroke(to, "line", self.lines, palette::LINE, 1.1 * u, &round);
        }
        to.svg.close("g");
    }

    fn definitions(&self, to: &mut Drawing) {
        let rect = self.rect;
        to.svg.open("defs", &[]);
        to.svg.open("clipPath", &[("id", "panel".into())]);
        to.svg.leaf("rect", &corners(&rect));
        to.svg.close("clipPath");
        // Whole pixels, so that tiles meet without a seam.
        let side = (8.0 * to.pens.u).round().max(4.0);
        for (id, group, both) in [
            ("covered-b", Group::B, false),
            ("covered-both", Group::Both, true),
        ] {
            to.svg.open(
                "pattern",
                &[
                    ("id", id.into()),
                    ("width", side.into()),
                    ("height", side.into()),
                    ("patternUnits", "userSpaceOnUse".into()),
                ],
            );
            to.svg.leaf(
                "rect",
                &[
                    ("width", side.into()),
                    ("height", side.into()),
                    ("fill", palette::covered(group).into()),
                ],
            );
            let (s, half) = (number(side), number(side / 2.0));
            let (more, back) = (number(side * 1.5), number(-side / 2.0));
            let mut d =
                format!("M{back} {half}L{half} {back}M0 {s}L{s} 0M{half} {more}L{more} {half}");
            if both {
                d += &format!(
                    "M{back} {half}L{half} {more}M0 0L{s} {s}M{half} {back}L{more} {half}"
                );
            }
            to.svg.leaf(
                "path",
                &[
                    ("d", d.as_str().into()),
                    ("stroke", "#ffffff".into()),
                    ("stroke-opacity", "0.45".into()),
                    ("stroke-width", (side * 0.16).into()),
                ],
            );
            to.svg.close("pattern");
        }
        to.svg.close("defs");
    }

    /// All of the panel, or what of it is the world.
    fn sea(&self, to: &mut Drawing) {
        let rect = self.rect;
        let on_world = |x: f64, y: f64| self.window.position(Coord { x, y }).is_some();
        let whole = [rect.x, rect.x + 0.5 * rect.width, rect.right()]
            .into_iter()
            .all(|x| on_world(x, rect.y) && on_world(x, rect.bottom()))
            && on_world(rect.x, rect.y + 0.5 * rect.height)
            && on_world(rect.right(), rect.y + 0.5 * rect.height);
        let outline = self.world.outline();
        let mut path = PathData::default();
        if !whole {
            for ring in &outline {
                if let Some(points) = trace::path(ring, self.window) {
                    path.ring(&points);
                }
            }
        }
        if path.is_empty() {
            let mut attributes = corners(&rect);
            attributes.push(("id", "sea".into()));
            attributes.push(("fill", palette::SEA.into()));
            to.svg.leaf("rect", &attributes);
        } else {
            to.svg.leaf(
                "path",
                &[
                    ("id", "sea".into()),
                    ("fill", palette::SEA.into()),
                    ("stroke", palette::COAST.into()),
                    ("d", path.text().into()),
                ],
            );
        }
    }

    /// Strips over no territory, then what they cover, the widest first.
    fn covered(&self, to: &mut Drawing) {
        let strength = number(palette::opacity(self.strips.len()));
        let faint = number(0.22 / self.strips.len().max(1) as f64);
        to.svg.open(
            "g",
            &[("id", "strips".into()), ("fill-rule", "evenodd".into())],
        );
        for strip in self.strips.iter().rev() {
            let mut path = PathData::default();
            strip.rings.iter().for_each(|ring| path.ring(ring));
            to.svg.leaf(
                "path",
                &[
                    ("fill", palette::STRIP.into()),
                    ("fill-opacity", faint.as_str().into()),
                    ("d", path.text().into()),
                ],
            );
            for covered in &strip.covered {
                let mut path = PathData::default();
                covered.rings.iter().for_each(|ring| path.ring(ring));
                if path.is_empty() {
                    continue;
                }
                let row = &covered.row;
                let title = format!(
                    "{}: {} in the strip of {} ({} km²)",
                    self.names[covered.territory],
                    percent_to(row.overlap_share, 1),
                    super::words::width(strip.width),
                    super::side::area(row.overlap_km2)
                );
                to.svg.titled(
                    "path",
                    &[
                        ("fill", fill(row.group).into()),
                        ("fill-opacity", strength.as_str().into()),
                        ("d", path.text().into()),
                    ],
                    &title,
                );
            }
        }
        to.svg.close("g");
    }

    /// Names and their leaders.
    pub fn labels(&self, to: &mut Drawing, labels: &[Label]) {
        let u = to.pens.u;
        let leaders: Vec<[Coord<f64>; 2]> = labels
            .iter()
            .filter_map(|label| label.placed.leader())
            .collect();
        for (colour, width) in [("#ffffff", 2.6 * u), (palette::INK, 0.9 * u)] {
            for [near, anchor] in &leaders {
                to.svg.leaf(
                    "line",
                    &[
                        ("x1", near.x.into()),
                        ("y1", near.y.into()),
                        ("x2", anchor.x.into()),
                        ("y2", anchor.y.into()),
                        ("stroke", colour.into()),
                        ("stroke-width", width.into()),
                    ],
                );
            }
        }
        for [_, anchor] in &leaders {
            to.svg.leaf(
                "circle",
                &[
                    ("cx", anchor.x.into()),
                    ("cy", anchor.y.into()),
                    ("r", (2.2 * u).into()),
                    ("fill", palette::INK.into()),
                    ("stroke", "#ffffff".into()),
                    ("stroke-width", (0.8 * u).into()),
                ],
            );
        }
        let halo = number(3.2 * u);
        to.svg.open(
            "g",
            &[
                ("id", "names".into()),
                ("stroke", "#ffffff".into()),
                ("stroke-opacity", "0.85".into()),
                ("stroke-width", halo.as_str().into()),
                ("stroke-linejoin", "round".into()),
                ("paint-order", "stroke".into()),
            ],
        );
        for label in labels {
            let rect = label.placed.rect;
            let (size, colour) = if label.covered {
                (NAME, palette::INK)
            } else {
                (FAINT, "#6a6456")
            };
            let step = 1.18 * size * u;
            let block = step * label.lines.len() as f64;
            let mut y = rect.y + 0.5 * (rect.height - block) + 0.93 * size * u;
            for (k, line) in label.lines.iter().enumerate() {
                let bold = label.covered && k == 0;
                to.text(
                    [rect.x + 0.5 * rect.width, y],
                    size,
                    colour,
                    "middle",
                    bold,
                    line,
                );
                y += step;
            }
        }
        to.svg.close("g");
    }

    /// The frame, with the graticule's labels round it.
    pub fn frame(&self, to: &mut Drawing) {
        let (u, rect) = (to.pens.u, self.rect);
        let mut attributes = corners(&rect);
        attributes.push(("fill", "none".into()));
        attributes.push(("stroke", palette::INK.into()));
        attributes.push(("stroke-width", u.into()));
        to.svg.leaf("rect", &attributes);
        let size = 10.5;
        let mut below: Vec<[f64; 2]> = Vec::new();
        let mut above: Vec<[f64; 2]> = Vec::new();
        let mut left: Vec<[f64; 2]> = Vec::new();
        let free = |taken: &mut Vec<[f64; 2]>, middle: f64, half: f64| {
            let own = [middle - half, middle + half];
            let free = taken.iter().all(|t| t[1] < own[0] || t[0] > own[1]);
            if free {
                taken.push(own);
            }
            free
        };
        for line in self.grid {
            let ends = || line.parts.iter().flat_map(|p| [p[0], p[p.len() - 1]]);
            let on = |at: f64, edge: f64| (at - edge).abs() < 0.01;
            let half = 0.5 * to.pens.regular.width(&line.label, size * u) + 3.0 * u;
            if line.meridian {
                if let Some(p) = ends().find(|p| on(p.y, rect.bottom()))
                    && free(&mut below, p.x, half)
                {
                    let at = [p.x, rect.bottom() + 13.0 * u];
                    to.text(at, size, palette::SOFT, "middle", false, &line.label);
                } else if let Some(p) = ends().find(|p| on(p.y, rect.y))
                    && free(&mut above, p.x, half)
                {
                    let at = [p.x, rect.y - 5.0 * u];
                    to.text(at, size, palette::SOFT, "middle", false, &line.label);
                }
            } else if let Some(p) = ends().find(|p| on(p.x, rect.x))
                && free(&mut left, p.y, 7.0 * u)
            {
                let at = [rect.x - 5.0 * u, p.y + 3.7 * u];
                to.text(at, size, palette::SOFT, "end", false, &line.label);
            }
        }
    }
}

/// The attributes of a rectangle's place.
pub fn corners(rect: &Rect) -> Vec<(&'static str, super::svg::Value<'static>)> {
    vec![
        ("x", rect.x.into()),
        ("y", rect.y.into()),
        ("width", rect.width.into()),
        ("height", rect.height.into()),
    ]
}

/// Dashes in units of a line's width.
pub fn scaled(dashes: &str, width: f64) -> String {
    let lengths = dashes
        .split_whitespace()
        .filter_map(|d| d.parse::<f64>().ok());
    lengths
        .map(|d| number(d * width))
        .collect::<Vec<_>>()
        .join(" ")
}

fn stroke(
    to: &mut Drawing,
    id: &str,
    lines: &[Vec<Coord<f64>>],
    colour: &str,
    width: f64,
    more: super::svg::Attributes,
) {
    let mut path = PathData::default();
    lines.iter().for_each(|line| path.line(line));
    if path.is_empty() {
        return;
    }
    let mut attributes: Vec<(&str, super::svg::Value)> = vec![
        ("id", id.into()),
        ("fill", "none".into()),
        ("stroke", colour.into()),
        ("stroke-width", width.into()),
        ("stroke-linejoin", "round".into()),
    ];
    for (key, value) in more {
        attributes.push((
            key,
            match value {
                super::svg::Value::Text(t) => (*t).into(),
                super::svg::Value::Number(n) => (*n).into(),
            },
        ));
    }
    attributes.push(("d", path.text().into()));
    to.svg.leaf("path", &attributes);
}
