//! The whole page: title above, sources below, the map, and beside or under it legend, scale and shares.

use super::choose::Region;
use super::graticule;
use super::labels::{Cells, Placed, Scene, Taken, Wanted};
use super::land::Land;
use super::palette::{self, INK, SOFT};
use super::panel::Panel;
use super::projection::Projection;
use super::scale::Bar;
use super::shapes::{self, StripShape};
use super::side::{self, Item};
use super::svg::Svg;
use super::text::{BOLD, FAMILY, Face, REGULAR};
use super::trace::World;
use super::window::{Extent, Rect, Window};
use super::words::{self, Words};
use super::{Choice, Look, Picture};
use crate::error::{Error, Place, Warning};
use crate::report::features::Layers;
use crate::report::model::{Facts, Group};
use crate::report::table::percent_to;
use crate::units::Metres;
use geo::Coord;
use std::collections::{BTreeMap, BTreeSet};

/// Room about the strips, as a part of their extent.
const MARGIN: f64 = 0.05;
/// What is drawn round the panel and cut by its frame, pixels.
const ROOM: f64 = 14.0;
/// Side of a cell in which labels are placed, pixels of a page of ordinary size.
const CELL: f64 = 4.0;
/// Area of a map where the user wants no size, pixels.
const MAP_AREA: f64 = 1.05e6;
/// Times that the projection's centre is moved to the middle of what it shows.
const RECENTRED: usize = 3;
/// A page whose letters have their ordinary size: the square root of 1600 x 1200.
const ORDINARY: f64 = 1385.64;

/// What pages are drawn with.
pub struct Pens {
    pub regular: Face,
    pub bold: Face,
    /// Pixels of a unit: 1 on an ordinary page.
    pub u: f64,
}

impl Pens {
    fn new(size: [u32; 2]) -> Result<Self, Error> {
        let broken = || Error::work("the program's font cannot be read");
        let [width, height] = size.map(f64::from);
        Ok(Pens {
            regular: Face::new(REGULAR).ok_or_else(broken)?,
            bold: Face::new(BOLD).ok_or_else(broken)?,
            u: ((width * height).sqrt() / ORDINARY).max(0.4),
        })
    }
}

/// A projection, and what of its plane is to be seen.
struct Plane<'a> {
    projection: Projection<'a>,
    world: World,
    extent: Extent,
}

impl<'a> Plane<'a> {
    fn new(layers: &Layers, region: &Region, choice: &'a Choice) -> Result<Self, Error> {
        let of = |projection: Projection<'a>| -> Result<Self, Error> {
            let world = World::of(&projection);
            let extent = shapes::extent(layers, &world, &projection)?;
            Ok(Plane {
                projection,
                world,
                extent,
            })
        };
        let mut plane = of(region.projection(choice))?;
        for _ in 0..RECENTRED {
            // A tenth of a degree is much in a small region.
            let steps = if region.radius < 2.0 { 1000.0 } else { 10.0 };
            let middle = (plane.extent.min + plane.extent.max) * 0.5;
            match plane.projection.recentred(middle, steps) {
                Some(next) => plane = of(next)?,
                None => break,
            }
        }
        plane.extent = roomy(plane.extent);
        Ok(plane)
    }
}

/// All that is settled before anything is drawn.
struct Plan<'a> {
    plane: Plane<'a>,
    size: [u32; 2],
    pens: Pens,
    page: Page,
}

impl Plan<'_> {
    /// Whether the window shows the gap that a cone has at its pole.
    fn gapes(&self) -> bool {
        let window = Window::new(&self.plane.projection, self.plane.extent, self.page.panel);
        let pole = |lat: f64| {
            // The pole is a whole arc, that all meridians end on.
            (-18..=18).any(|k| {
                let at = Coord {
                    x: f64::from(k) * 10.0,
                    y: lat,
                };
                (self.plane.projection.forward(at))
                    .is_some_and(|at| window.panel.holds(window.pixel(at)))
            })
        };
        self.plane.projection.is_conic() && (pole(90.0) || pole(-90.0))
    }
}

/// Draws a run.
///
/// # Errors
/// Of kind usage, where the user's projection cannot show the strip; of kind work, where there is nothing to show.
pub fn draw(layers: &Layers, facts: &Facts, look: &Look) -> Result<Picture, Error> {
    let positions = shapes::positions(layers);
    let region = Region::of(&positions)
        .ok_or_else(|| Error::work("there is nothing to draw").remedy("give a wider strip"))?;
    let widths: Vec<Metres> = shapes::sorted(layers)
        .iter()
        .map(|s| s.strip.width)
        .collect();
    let plan = |choice| -> Result<Plan, Error> {
        let plane = Plane::new(layers, &region, choice)?;
        let size = look.size.unwrap_or_else(|| by_shape(&plane.extent));
        let pens = Pens::new(size)?;
        let words = Words::new(layers, facts, look, &plane.projection, &widths);
        let page = Page::new(size, words, &pens);
        Ok(Plan {
            plane,
            size,
            pens,
            page,
        })
    };
    let mut planned = plan(&look.projection)?;
    if matches!(look.projection, Choice::Auto) && planned.gapes() {
        planned = plan(&Choice::Laea)?;
    }
    let Plan {
        plane,
        size,
        pens,
        page,
    } = &planned;
    let (projection, world) = (&plane.projection, &plane.world);
    let window = Window::new(projection, plane.extent, page.panel);
    let room = page.panel.grown(ROOM);
    let land = Land::new(layers.territories, world, &window, &room);
    let strips = shapes::strips(layers, world, &window, &room);
    let lines = shapes::line(layers.border, world, &window, &room);
    let grid = graticule::lines(world, &window, 105.0 * pens.u);
    let bar = Bar::new(&window, 0.62 * page.side.width.min(0.6 * page.panel.width));
    let names = Names::new(layers, &strips, &land, pens);
    let labels = labels(layers, &strips, &land, &lines, &names, &page.panel, pens);
    let mut picture = Drawing {
        svg: Svg::default(),
        pens,
        missing: names.missing.clone(),
    };
    picture.start(*size, &page.words, layers, &strips, &names);
    let panel = Panel {
        rect: page.panel,
        window: &window,
        world,
        land: &land,
        strips: &strips,
        lines: &lines,
        grid: &grid,
        groups: &|territory| (layers.labels.group)(&layers.territories[territory].holder),
        names: &names.all,
    };
    panel.draw(&mut picture);
    panel.labels(&mut picture, &labels.placed);
    panel.frame(&mut picture);
    let items = items(layers, look, &strips, &land, facts);
    side::draw(
        &mut picture,
        &page.side,
        &items,
        bar.as_ref(),
        &strips,
        facts,
        &names.all,
        labels.left_out,
    );
    page.texts(&mut picture);
    picture.svg.close("svg");
    let mut warnings = Vec::new();
    if !picture.missing.is_empty() {
        warnings.push(letters(&picture.missing));
    }
    if !land.lost.is_empty() {
        let codes = land
            .lost
            .iter()
            .take(5)
            .map(|t| layers.territories[*t].code.as_str());
        warnings.push(Warning {
            what: format!(
                "the projection {} cannot show parts of {} territories of the background: {}",
                projection.name(),
                land.lost.len(),
                codes.collect::<Vec<_>>().join(", ")
            ),
            place: Place::default(),
            remedy: "give --projection auto, or one that is made for the region".to_owned(),
        });
    }
    Ok(Picture {
        svg: picture.svg.out,
        size: *size,
        warnings,
    })
}

fn letters(missing: &BTreeSet<String>) -> Warning {
    let some: Vec<&str> = missing.iter().take(5).map(String::as_str).collect();
    let more = if missing.len() > 5 { ", …" } else { "" };
    Warning {
        what: format!(
            "the picture's font has no letters for {}{more}: territories are called by their code, other text has \u{fffd}",
            some.join(", ")
        ),
        place: Place::default(),
        remedy: "it has Latin, Greek and Cyrillic; name another property with --name-field, or a title with --title".to_owned(),
    }
}

fn roomy(extent: Extent) -> Extent {
    let room = MARGIN * extent.width().max(extent.height()).max(1.0);
    let by = Coord { x: room, y: room };
    Extent {
        min: extent.min - by,
        max: extent.max + by,
    }
}

/// A page for a region of this shape: the map is as broad as the region, within reason, and always of about the same area.
fn by_shape(extent: &Extent) -> [u32; 2] {
    let shape = (extent.width() / extent.height()).clamp(0.6, 2.2);
    let width = (MAP_AREA * shape).sqrt().clamp(700.0, 1230.0);
    let height = (width / shape).clamp(560.0, 1250.0);
    let round = |v: f64| (v / 10.0).round() as u32 * 10;
    [round(width + 390.0), round(height + 190.0)]
}

/// Where the parts of a page are.
struct Page {
    words: Words,
    height: f64,
    margin: f64,
    title: Vec<String>,
    below: Vec<String>,
    notes: Vec<String>,
    panel: Rect,
    side: Rect,
}

const TITLE: f64 = 27.0;
const BELOW: f64 = 14.5;
const NOTE: f64 = 11.5;

impl Page {
    fn new(size: [u32; 2], words: Words, pens: &Pens) -> Self {
        let [width, height] = size.map(f64::from);
        let u = pens.u;
        let margin = 22.0 * u;
        let room = width - 2.0 * margin;
        let readable = |face: &Face, text: &str| face.readable(text).0;
        let title = pens
            .bold
            .wrapped(&readable(&pens.bold, &words.title), TITLE * u, room);
        let below = pens
            .regular
            .wrapped(&readable(&pens.regular, &words.below), BELOW * u, room);
        let notes: Vec<String> = (words.notes.iter())
            .flat_map(|n| {
                pens.regular
                    .wrapped(&readable(&pens.regular, n), NOTE * u, room)
            })
            .collect();
        let top = margin
            + (1.25 * TITLE * title.len() as f64 + 1.45 * BELOW * below.len() as f64 + 8.0) * u;
        let bottom = height - 0.7 * margin - (1.4 * NOTE * notes.len() as f64 + 8.0) * u;
        // Room for the graticule's labels: left, above, below.
        let (left, above, under) = (40.0 * u, 16.0 * u, 18.0 * u);
        let body = (bottom - top - above - under).max(20.0);
        let beside = width >= 0.8 * height;
        let (panel, side) = if beside {
            let side = (308.0 * u).min(0.34 * width);
            let gap = 20.0 * u;
            (
                Rect {
                    x: margin + left,
                    y: top + above,
                    width: room - left - side - gap,
                    height: body,
                },
                Rect {
                    x: width - margin - side,
                    y: top + above,
                    width: side,
                    height: body,
                },
            )
        } else {
            let side = (0.27 * height).min(0.5 * body);
            (
                Rect {
                    x: margin + left,
                    y: top + above,
                    width: room - left,
                    height: body - side - 12.0 * u,
                },
                Rect {
                    x: margin + left,
                    y: top + above + body - side + under,
                    width: room - left,
                    height: side,
                },
            )
        };
        Page {
            words,
            height,
            margin,
            title,
            below,
            notes,
            panel,
            side,
        }
    }

    /// Title and sources.
    fn texts(&self, to: &mut Drawing) {
        let u = to.pens.u;
        to.check(&self.words.title, true);
        to.check(&self.words.below, false);
        let mut y = self.margin + 0.9 * TITLE * u;
        for line in &self.title {
            to.text([self.margin, y], TITLE, INK, "start", true, line);
            y += 1.25 * TITLE * u;
        }
        y += (BELOW - TITLE) * 0.9 * u + 0.2 * BELOW * u;
        for line in &self.below {
            to.text([self.margin, y], BELOW, SOFT, "start", false, line);
            y += 1.45 * BELOW * u;
        }
        for note in &self.words.notes {
            to.check(note, false);
        }
        let mut y =
            self.height - 0.7 * self.margin - 1.4 * NOTE * u * (self.notes.len() as f64 - 1.0);
        for line in &self.notes {
            to.text([self.margin, y], NOTE, SOFT, "start", false, line);
            y += 1.4 * NOTE * u;
        }
    }
}

/// A page being drawn.
pub struct Drawing<'a> {
    pub svg: Svg,
    pub pens: &'a Pens,
    /// Texts with letters that the font has not.
    pub missing: BTreeSet<String>,
}

impl Drawing<'_> {
    fn start(
        &mut self,
        [width, height]: [u32; 2],
        words: &Words,
        layers: &Layers,
        strips: &[StripShape],
        names: &Names,
    ) {
        let (w, h) = (f64::from(width), f64::from(height));
        let family = format!("'{FAMILY}', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif");
        self.svg
            .out
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.svg.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg".into()),
                ("width", w.into()),
                ("height", h.into()),
                ("viewBox", format!("0 0 {width} {height}").as_str().into()),
                ("role", "img".into()),
                ("aria-labelledby", "title desc".into()),
                ("lang", "en".into()),
                ("font-family", family.as_str().into()),
            ],
        );
        self.svg
            .text("title", &[("id", "title".into())], &words.title);
        let mut about = words.below.clone();
        if let Some(strip) = strips.last() {
            let rows = strip.covered.iter().take(12);
            let shares: Vec<String> = rows
                .map(|c| {
                    format!(
                        "{} {}",
                        names.all[c.territory],
                        percent_to(c.row.overlap_share, 1)
                    )
                })
                .collect();
            about += &format!(
                ". A map. The strip of {} covers: {}",
                words::width(strip.width),
                shares.join(", ")
            );
            if strip.covered.len() > 12 {
                about += &format!(" and {} more", strip.covered.len() - 12);
            }
            about.push('.');
        }
        debug_assert!(layers.territories.len() < usize::from(u16::MAX));
        self.svg.text("desc", &[("id", "desc".into())], &about);
        self.svg.leaf(
            "rect",
            &[
                ("width", w.into()),
                ("height", h.into()),
                ("fill", "#ffffff".into()),
            ],
        );
    }

    /// A line of text at its baseline; `size` in units.
    pub fn text(
        &mut self,
        [x, y]: [f64; 2],
        size: f64,
        colour: &str,
        anchor: &str,
        bold: bool,
        text: &str,
    ) {
        let face = if bold {
            &self.pens.bold
        } else {
            &self.pens.regular
        };
        let (text, missing) = face.readable(text);
        if missing {
            self.missing.insert(text.clone());
        }
        let size = size * self.pens.u;
        let mut attributes: Vec<(&str, super::svg::Value)> = vec![
            ("x", x.into()),
            ("y", y.into()),
            ("font-size", size.into()),
            ("fill", colour.into()),
        ];
        if anchor != "start" {
            attributes.push(("text-anchor", anchor.into()));
        }
        if bold {
            attributes.push(("font-weight", "700".into()));
        }
        self.svg.text("text", &attributes, &text);
    }

    /// Remembers a text that cannot be written whole.
    fn check(&mut self, text: &str, bold: bool) {
        let face = if bold {
            &self.pens.bold
        } else {
            &self.pens.regular
        };
        if face.readable(text).1 {
            self.missing.insert(text.to_owned());
        }
    }
}

/// What territories are called on the map, by index: the name, or the code where the font cannot write it.
struct Names {
    all: Vec<String>,
    missing: BTreeSet<String>,
}

impl Names {
    fn new(layers: &Layers, strips: &[StripShape], land: &Land, pens: &Pens) -> Self {
        let mut missing = BTreeSet::new();
        let used: BTreeSet<usize> = (strips.iter())
            .flat_map(|s| s.covered.iter().map(|c| c.territory))
            .chain(land.rings.keys().copied())
            .collect();
        let all = (layers.territories.iter().enumerate())
            .map(|(index, territory)| {
                let (name, lacks) = pens.bold.readable(&territory.name);
                if !lacks {
                    return name;
                }
                if used.contains(&index) {
                    missing.insert(territory.name.clone());
                }
                pens.bold.readable(&territory.code).0
            })
            .collect();
        Names { all, missing }
    }
}

/// A text at its place.
pub struct Label {
    pub placed: Placed,
    pub lines: Vec<String>,
    pub covered: bool,
}

struct Labels {
    placed: Vec<Label>,
    /// How many of what the strip covers, and is shown, have no name on the map.
    left_out: usize,
}

pub const NAME: f64 = 13.5;
pub const FAINT: f64 = 11.5;

/// Places the names: what is covered first, then the neighbours.
fn labels(
    layers: &Layers,
    strips: &[StripShape],
    land: &Land,
    lines: &[Vec<Coord<f64>>],
    names: &Names,
    panel: &Rect,
    pens: &Pens,
) -> Labels {
    let soil: Vec<(usize, &[Vec<Coord<f64>>])> = land
        .rings
        .iter()
        .map(|(t, rings)| (*t, rings.as_slice()))
        .collect();
    let widest = strips.last();
    let covered: Vec<(usize, &[Vec<Coord<f64>>])> = (widest.iter())
        .flat_map(|s| s.covered.iter().map(|c| (c.territory, c.rings.as_slice())))
        .collect();
    let covered_rings: BTreeMap<usize, &[Vec<Coord<f64>>]> = covered.iter().copied().collect();
    let outlines: Vec<Vec<Coord<f64>>> = strips.iter().flat_map(|s| s.outline.clone()).collect();
    let nothing = Vec::new();
    let cell = CELL * pens.u.max(0.5);
    let cells = Cells::new(
        *panel,
        cell,
        &Scene {
            soil: &soil,
            covered: &covered,
            strip: widest.map_or(&nothing, |s| &s.rings),
            lines,
            outlines: &outlines,
        },
    );
    let mut placed: Vec<Label> = Vec::new();
    let mut taken = Taken::default();
    let mut left_out = 0;
    let mut add = |of: usize, lines: Vec<String>, covered: bool| -> bool {
        let (size, face) = if covered {
            (NAME * pens.u, &pens.bold)
        } else {
            (FAINT * pens.u, &pens.regular)
        };
        let wide = lines
            .iter()
            .map(|l| face.width(l, size))
            .fold(0.0, f64::max);
        let wanted = Wanted {
            of,
            width: wide + 0.5 * size,
            height: (1.18 * lines.len() as f64 + 0.12) * size,
            leader: covered,
            part: covered_rings.get(&of).and_then(|rings| middle_of(rings)),
        };
        let Some(place) = cells.place(&wanted, &taken) else {
            return false;
        };
        taken.add(&place, 4.0 * pens.u);
        placed.push(Label {
            placed: place,
            lines,
            covered,
        });
        true
    };
    let mut named = BTreeSet::new();
    for of in widest.iter().flat_map(|s| &s.covered) {
        named.insert(of.territory);
        let share = percent_to(of.row.overlap_share, 1);
        let lines = vec![names.all[of.territory].clone(), share];
        if !of.rings.is_empty() && !add(of.territory, lines, true) {
            left_out += 1;
        }
    }
    let mut others: Vec<(bool, usize, usize)> = (land.rings.keys())
        .filter(|t| !named.contains(t))
        .map(|t| {
            let group = (layers.labels.group)(&layers.territories[*t].holder);
            (group == Group::Neither, cells.seen(*t), *t)
        })
        .filter(|(_, seen, _)| *seen as f64 * cell * cell > 1500.0 * pens.u * pens.u)
        .collect();
    others.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)).then(a.2.cmp(&b.2)));
    for (_, _, of) in others {
        add(of, vec![names.all[of].clone()], false);
    }
    Labels { placed, left_out }
}

/// The middle of the ring with the most points: of parts too small for a cell.
fn middle_of(rings: &[Vec<Coord<f64>>]) -> Option<Coord<f64>> {
    let ring = rings.iter().max_by_key(|r| r.len())?;
    let sum = ring
        .iter()
        .fold(Coord { x: 0.0, y: 0.0 }, |sum, p| sum + *p);
    Some(sum / ring.len() as f64)
}

/// What the legend explains.
fn items(
    layers: &Layers,
    look: &Look,
    strips: &[StripShape],
    land: &Land,
    facts: &Facts,
) -> Vec<Item> {
    let mut items = vec![Item::Line];
    let seen: BTreeSet<&str> = (land.rings.keys())
        .map(|t| (layers.labels.group)(&layers.territories[*t].holder).text())
        .collect();
    let parts: BTreeSet<&str> = (strips.iter())
        .flat_map(|s| s.covered.iter().map(|c| c.row.group.text()))
        .collect();
    let name = |k: usize, letter: &str| match look.groups[k].as_str() {
        "" => format!("Group {letter}"),
        name => name.to_owned(),
    };
    for (group, text) in [
        (Group::A, name(0, "A")),
        (Group::B, name(1, "B")),
        (
            Group::Both,
            format!("{} and {}", name(0, "A"), name(1, "B")),
        ),
    ] {
        if seen.contains(group.text()) || parts.contains(group.text()) {
            items.push(Item::Group { group, text });
        }
    }
    if seen.contains("") || parts.contains("") {
        let text = match items.len() {
            1 => "territory",
            2 => "others",
            _ => "neither of the two",
        };
        items.push(Item::Group {
            group: Group::Neither,
            text: text.to_owned(),
        });
    }
    if facts.strips.iter().any(|s| s.sea_km2.value() > 0.0) {
        items.push(Item::Sea);
    }
    let n = strips.len();
    for (k, strip) in strips.iter().enumerate() {
        // Of many the narrowest and the widest; the title says how many there are.
        if n <= 6 || k < 1 || k == n - 1 {
            items.push(Item::Outline {
                text: words::width(strip.width),
                dashes: palette::dashes(k, n),
            });
        }
    }
    items
}
