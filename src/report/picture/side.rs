//! Beside the map: legend, scale bar, and the shares of what the strip covers.

use super::palette::{self, INK, SOFT};
use super::panel::{corners, fill, scaled};
use super::pens::Drawing;
use super::scale::Bar;
use super::shapes::StripShape;
use super::svg::{Value, number};
use super::window::Rect;
use super::words;
use crate::report::model::{Facts, Group};
use crate::report::number::Decimal;
use crate::report::number::percent_to;

/// A line of the legend.
pub enum Item {
    Line,
    Group {
        group: Group,
        text: String,
    },
    /// The strip over no territory.
    Sea,
    Outline {
        text: String,
        dashes: &'static str,
    },
}

const HEAD: f64 = 14.0;
const TEXT: f64 = 12.5;
/// Heights of a line of the legend, and of the table.
pub const ROW: f64 = 20.0;
pub const LINE: f64 = 17.5;

/// An area for readers, km².
pub fn area(km2: Decimal) -> String {
    let places = match km2.value().abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    km2.rounded(places).grouped()
}

/// What stands beside the map.
pub struct Side<'a> {
    pub rect: Rect,
    pub items: &'a [Item],
    pub bar: Option<&'a Bar>,
    /// The narrowest first.
    pub strips: &'a [StripShape],
    pub facts: &'a Facts,
    /// What territories are called, by index.
    pub names: &'a [String],
    /// How many names had no room on the map.
    pub left_out: usize,
}

/// Draws all of it, one under the other; the table beside the legend where the place is broad.
pub fn draw(to: &mut Drawing, side: &Side) {
    let Side {
        rect, strips, bar, ..
    } = *side;
    let u = to.pens.u;
    let broad = rect.width > 1.6 * rect.height;
    let column = if broad { 0.4 * rect.width } else { rect.width };
    let mut y = rect.y;
    to.svg.open("g", &[("id", "legend".into())]);
    y = legend(to, [rect.x, y], column, side.items, strips.len());
    if let Some(bar) = bar {
        y = scale(to, [rect.x, y + 10.0 * u], bar);
    }
    to.svg.close("g");
    if strips.is_empty() {
        return;
    }
    let place = if broad {
        let x = rect.x + column + 20.0 * u;
        Rect {
            x,
            y: rect.y,
            width: rect.right() - x,
            height: rect.height,
        }
    } else {
        let y = y + 16.0 * u;
        Rect {
            y,
            height: rect.bottom() - y,
            ..rect
        }
    };
    table(to, &place, side);
}

fn legend(to: &mut Drawing, [x, mut y]: [f64; 2], room: f64, items: &[Item], strips: usize) -> f64 {
    let u = to.pens.u;
    let (box_width, box_height) = (24.0 * u, 13.0 * u);
    let strength = number(1.0 - (1.0 - palette::opacity(strips)).powi(strips.max(1) as i32));
    let pair = strips > 0;
    if pair && items.iter().any(|i| matches!(i, Item::Group { .. })) {
        y += 0.8 * TEXT * u;
        to.text(
            [x, y],
            TEXT - 1.0,
            SOFT,
            "start",
            false,
            "Territory, and what of it is in the strip",
        );
        y += 7.0 * u;
    }
    let after = |pair: bool| {
        if pair {
            2.0 * box_width + 9.0 * u
        } else {
            box_width + 7.0 * u
        }
    };
    for item in items {
        let middle = y + 0.5 * box_height;
        let mut text_at = x + after(pair);
        let mut sample = |dashes: &str, colour: &str, width: f64| {
            let dashes = scaled(dashes, width);
            let mut attributes: Vec<(&str, super::svg::Value)> = vec![
                ("x1", x.into()),
                ("y1", middle.into()),
                ("x2", (x + after(pair) - 7.0 * u).into()),
                ("y2", middle.into()),
                ("stroke", colour.into()),
                ("stroke-width", width.into()),
            ];
            if !dashes.is_empty() {
                attributes.push(("stroke-dasharray", dashes.as_str().into()));
            }
            to.svg.leaf("line", &attributes);
        };
        let text = match item {
            Item::Line => {
                sample("", palette::LINE, 2.4 * u);
                "The line".to_owned()
            }
            Item::Outline { text, dashes } => {
                sample(dashes, palette::OUTLINE, 1.2 * u);
                format!("{text} from the line")
            }
            Item::Group { group, text } => {
                swatch(
                    to,
                    [x, y, box_width, box_height],
                    palette::soil(*group),
                    "1",
                );
                if pair {
                    let at = [x + box_width + 2.0 * u, y, box_width, box_height];
                    swatch(to, at, palette::soil(*group), "1");
                    swatch(to, at, fill(*group), &strength);
                } else {
                    text_at = x + after(false);
                }
                text.clone()
            }
            Item::Sea => {
                let at = [x + box_width + 2.0 * u, y, box_width, box_height];
                swatch(to, [x, y, box_width, box_height], palette::SEA, "1");
                swatch(to, at, palette::SEA, "1");
                swatch(to, at, palette::STRIP, "0.22");
                "no territory".to_owned()
            }
        };
        let text = to
            .pens
            .regular
            .shortened(&text, TEXT * u, room - (text_at - x));
        to.text(
            [text_at, middle + 0.36 * TEXT * u],
            TEXT,
            INK,
            "start",
            false,
            &text,
        );
        y += ROW * u;
    }
    y
}

/// A rectangle: x, y, width, height; `paint`: its fill.
fn boxed(
    to: &mut Drawing,
    [x, y, width, height]: [f64; 4],
    paint: &[(&'static str, Value)],
    (stroke, line): (&str, f64),
) {
    let rect = Rect {
        x,
        y,
        width,
        height,
    };
    let mut attributes: Vec<(&str, Value)> = corners(&rect);
    attributes.extend_from_slice(paint);
    attributes.push(("stroke", stroke.into()));
    attributes.push(("stroke-width", (line * to.pens.u).into()));
    to.svg.leaf("rect", &attributes);
}

/// A sample of a colour.
fn swatch(to: &mut Drawing, at: [f64; 4], fill: &str, opacity: &str) {
    let paint = [("fill", fill.into()), ("fill-opacity", opacity.into())];
    boxed(to, at, &paint, (palette::BORDERS, 0.6));
}

fn scale(to: &mut Drawing, [x, y]: [f64; 2], bar: &Bar) -> f64 {
    let u = to.pens.u;
    let y = y + 12.0 * u;
    let height = 5.0 * u;
    to.text([x, y], TEXT - 1.0, INK, "start", false, "0");
    to.text(
        [x + bar.pixels, y],
        TEXT - 1.0,
        INK,
        "end",
        false,
        &bar.text(),
    );
    let top = y + 5.0 * u;
    for k in 0..4 {
        let part = 0.25 * bar.pixels;
        let fill = if k % 2 == 0 { INK } else { "#ffffff" };
        let at = [x + f64::from(k) * part, top, part, height];
        boxed(to, at, &[("fill", fill.into())], (INK, 0.8));
    }
    let y = top + height + 14.0 * u;
    to.text(
        [x, y],
        TEXT - 1.5,
        SOFT,
        "start",
        false,
        "at the centre of the map",
    );
    y
}

/// Territories with their shares: of the one width with areas, or of three widths at most.
fn table(to: &mut Drawing, rect: &Rect, side: &Side) {
    let Side {
        strips,
        facts,
        names,
        left_out,
        ..
    } = *side;
    let u = to.pens.u;
    let shown: Vec<usize> = match strips.len() {
        n @ 1..=3 => (0..n).collect(),
        n => vec![0, n / 2, n - 1],
    };
    let Some(widest) = strips.last() else {
        return;
    };
    to.svg.open("g", &[("id", "shares".into())]);
    let mut y = rect.y + HEAD * u;
    let head = "Share of the territory in the strip";
    to.text([rect.x, y], HEAD, INK, "start", true, head);
    let one = shown.len() == 1;
    let last = rect.right();
    let step = if one { 84.0 } else { 62.0 } * u;
    let columns: Vec<f64> = (0..shown.len())
        .rev()
        .map(|k| last - k as f64 * step)
        .collect();
    y += LINE * u;
    if one {
        to.text([last - step, y], TEXT - 1.5, SOFT, "end", false, "share");
        to.text([last, y], TEXT - 1.5, SOFT, "end", false, "km²");
    } else {
        for (k, x) in shown.iter().zip(&columns) {
            to.text(
                [*x, y],
                TEXT - 1.5,
                SOFT,
                "end",
                false,
                &words::width(strips[*k].width),
            );
        }
    }
    let first_column = if one { last - step } else { columns[0] };
    let room = first_column - rect.x - 16.0 * u - 52.0 * u;
    let sea = facts
        .strips
        .last()
        .filter(|s| s.sea_km2.value() > 0.0 && one);
    let rest = usize::from(sea.is_some()) + usize::from(left_out > 0) + 1;
    let fit = ((rect.bottom() - y) / (LINE * u)).floor().max(0.0) as usize;
    let count = widest.covered.len();
    let rows = if count + rest - 1 <= fit {
        count
    } else {
        fit.saturating_sub(rest).min(count)
    };
    for covered in &widest.covered[..rows] {
        y += LINE * u;
        let row = &covered.row;
        swatch(
            to,
            [rect.x, y - 9.0 * u, 10.0 * u, 10.0 * u],
            fill(row.group),
            "0.8",
        );
        let name = to
            .pens
            .regular
            .shortened(&names[covered.territory], TEXT * u, room);
        to.text([rect.x + 16.0 * u, y], TEXT, INK, "start", false, &name);
        for (k, x) in shown.iter().zip(&columns) {
            let found = strips[*k]
                .covered
                .iter()
                .find(|c| c.territory == covered.territory);
            let share =
                found.map_or_else(|| "–".to_owned(), |c| percent_to(c.row.overlap_share, 1));
            let x = if one { last - step } else { *x };
            to.text([x, y], TEXT, INK, "end", false, &share);
        }
        if one {
            to.text([last, y], TEXT, INK, "end", false, &area(row.overlap_km2));
        }
    }
    let mut note = |to: &mut Drawing, text: &str, number: Option<String>| {
        y += LINE * u;
        to.text([rect.x + 16.0 * u, y], TEXT, SOFT, "start", false, text);
        if let Some(number) = number {
            to.text([last, y], TEXT, SOFT, "end", false, &number);
        }
    };
    if rows < count {
        note(to, &format!("and {} more in the table", count - rows), None);
    }
    if let Some(sea) = sea {
        note(to, "over no territory", Some(area(sea.sea_km2)));
    }
    if left_out > 0 {
        let names = if left_out == 1 {
            "1 name"
        } else {
            &format!("{left_out} names")
        };
        note(to, &format!("{names} had no room on the map"), None);
    }
    to.svg.close("g");
}
