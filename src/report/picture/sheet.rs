//! The whole page: title above, sources below, the map, and beside or under it legend, scale and shares.

use super::choose::Region;
use super::graticule;
use super::land::Land;
use super::names::{Names, labels};
use super::page::Page;
use super::palette;
use super::panel::Panel;
use super::pens::{Drawing, Pens};
use super::projection::Projection;
use super::scale::Bar;
use super::shapes::{self, StripShape};
use super::side::{self, Item, Side};
use super::svg::Svg;
use super::trace::World;
use super::window::{Extent, Rect, Window};
use super::words::{self, Words};
use super::{Choice, Look, Picture};
use crate::error::{Error, Place, Warning};
use crate::report::features::Layers;
use crate::report::model::{Facts, Group};
use crate::units::Metres;
use geo::Coord;
use std::collections::BTreeSet;

/// Room about the strips, as a part of their extent.
const MARGIN: f64 = 0.05;
/// What is drawn round the panel and cut by its frame, pixels.
const ROOM: f64 = 14.0;
/// Area of a map where the user wants no size, pixels.
const MAP_AREA: f64 = 1.05e6;
/// Times that the projection's centre is moved to the middle of what it shows.
const RECENTRED: usize = 3;

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

impl Plane<'_> {
    /// Of PROJ's, draws what lies in the panel and not much more: the rest of the globe may have no place, or a wrong one.
    fn fill(&mut self, panel: Rect) {
        if !self.projection.is_foreign() {
            return;
        }
        let shown = Window::new(&self.projection, self.extent, panel).cap();
        if let Some((centre, radius)) = shown {
            self.projection
                .limit((centre, (radius * 1.02 + 0.1).min(179.0)));
            self.world = World::of(&self.projection);
        }
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
        .map(|s| s.strip.width())
        .collect();
    let covered = layers.strips.iter().map(|s| s.overlaps.rows.len()).max();
    let rows = [covered.unwrap_or(0), 5 + widths.len().min(6)];
    let plan = |choice| -> Result<Plan, Error> {
        let mut plane = Plane::new(layers, &region, choice)?;
        let size = look.size.unwrap_or_else(|| by_shape(&plane.extent));
        let pens = Pens::new(size)?;
        let words = Words::new(layers, facts, look, &plane.projection, &widths);
        let page = Page::new(size, words, &pens, rows);
        plane.fill(page.panel);
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
    let labels = labels(&strips, &land, &lines, &names, &page.panel, pens);
    let mut picture = Drawing {
        svg: Svg::default(),
        pens,
        missing: names.missing.clone(),
    };
    picture.start(*size, &page.words, &strips, &names);
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
    let beside = Side {
        rect: page.side,
        items: &items,
        bar: bar.as_ref(),
        strips: &strips,
        facts,
        names: &names.all,
        left_out: labels.left_out,
    };
    side::draw(&mut picture, &beside);
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
            remedy: "give ‹projection› auto, or one that is made for the region".to_owned(),
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
        remedy: "it has Latin, Greek and Cyrillic; name another property with ‹name_field›, or a title with ‹title›".to_owned(),
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
