//! KML, and KMZ, which is KML in a zip archive: a folder a layer, a placemark a feature, its columns as extended data.
//!
//! KML is WGS84 longitude, latitude by its definition. Text goes out as it is made; nothing is held but a buffer.

use super::features::{Features, Grid, Layer, Layers, Shape, schema, walk};
use super::model::Facts;
use super::number::push_fixed;
use super::rows::Cell;
use super::style::xml::escaped;
use crate::overlap::clip::{GridPoint, GridPolygons};
use std::io::{self, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Bytes after which the buffer is written out.
const FULL: usize = 1 << 16;

/// The file in the archive that programs open first.
const MAP: &str = "doc.kml";

/// Plain, or in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pack {
    Kml,
    Kmz,
}

/// Writes strips, overlaps and the border, coordinates rounded for `facts.tolerance`.
///
/// # Errors
/// What `out` gives.
pub fn write(layers: &Layers, facts: &Facts, pack: Pack, out: &mut dyn Write) -> io::Result<()> {
    let schema = schema(layers, facts, false);
    let grid = Grid::of(facts.tolerance);
    let mut writer = Writer::new(&schema, grid, facts, pack, out)?;
    walk(layers, facts, &schema, grid, &mut writer)?;
    writer.finish()
}

/// Where the text goes.
enum Medium<'a> {
    Plain(&'a mut dyn Write),
    Archive(Box<ZipWriter<StreamWriter<&'a mut dyn Write>>>),
}

impl Medium<'_> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Medium::Plain(out) => out.write_all(bytes),
            Medium::Archive(zip) => zip.write_all(bytes),
        }
    }
}

/// Writes one feature after another.
pub struct Writer<'a> {
    to: Medium<'a>,
    schema: &'a [Layer],
    text: Vec<u8>,
    grid: Grid,
    /// The layer whose folder is open.
    open: Option<usize>,
}

impl<'a> Writer<'a> {
    /// Begins the document, with what is known of the run as its description.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn new(
        schema: &'a [Layer],
        grid: Grid,
        facts: &Facts,
        pack: Pack,
        out: &'a mut dyn Write,
    ) -> io::Result<Self> {
        let to = match pack {
            Pack::Kml => Medium::Plain(out),
            Pack::Kmz => {
                let mut zip = ZipWriter::new_stream(out);
                // The same bytes each time: no clock.
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Deflated)
                    .last_modified_time(DateTime::default());
                zip.start_file(MAP, options)?;
                Medium::Archive(Box::new(zip))
            }
        };
        let mut text = String::from(concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>"
        ));
        text.push_str(&escaped(&facts.line));
        text.push_str("</name>\n<description>");
        let known: Vec<String> = (facts.metadata().iter())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        text.push_str(&escaped(&known.join("\n")));
        text.push_str("</description>\n");
        for layer in schema {
            // Colours are alpha, blue, green, red.
            let (line, width, fill) = match layer.name {
                super::features::BORDER => ("ff2020c0", 2.5, "00ffffff"),
                super::features::STRIP => ("ffb06020", 1.0, "40d08040"),
                _ => ("ff606060", 1.0, "30808080"),
            };
            text.push_str(&format!(
                "<Style id=\"{}\"><LineStyle><color>{line}</color><width>{width}</width></LineStyle><PolyStyle><color>{fill}</color></PolyStyle></Style>\n",
                layer.name
            ));
        }
        Ok(Writer {
            to,
            schema,
            text: text.into_bytes(),
            grid,
            open: None,
        })
    }

    /// Ends the document, and the archive.
    ///
    /// # Errors
    /// What the medium gives.
    pub fn finish(mut self) -> io::Result<()> {
        if self.open.is_some() {
            self.push("</Folder>\n");
        }
        self.push("</Document>\n</kml>\n");
        self.write_out()?;
        match self.to {
            Medium::Plain(out) => out.flush(),
            Medium::Archive(zip) => {
                zip.finish()?;
                Ok(())
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    fn element(&mut self, name: &str, text: &str) {
        self.push(&format!("<{name}>{}</{name}>", escaped(text)));
    }

    fn shape(&mut self, shape: &Shape) -> io::Result<()> {
        match shape {
            Shape::Empty => Ok(()),
            Shape::Polygons(polygons) => self.multi(|w| w.polygons(polygons)),
            Shape::Lines(lines) => self.multi(|w| w.lines(lines)),
            Shape::Point(point) => self.points(std::slice::from_ref(point)),
            Shape::Points(points) => self.multi(|w| w.points(points)),
            Shape::Collection {
                points,
                lines,
                polygons,
            } => self.multi(|w| {
                w.points(points)?;
                w.lines(lines)?;
                w.polygons(polygons)
            }),
        }
    }

    fn multi(&mut self, fill: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.push("<MultiGeometry>");
        fill(self)?;
        self.push("</MultiGeometry>");
        Ok(())
    }

    fn points(&mut self, points: &[GridPoint]) -> io::Result<()> {
        for point in points {
            self.push("<Point>");
            self.positions(std::iter::once(point))?;
            self.push("</Point>");
        }
        Ok(())
    }

    fn lines(&mut self, lines: &[Vec<GridPoint>]) -> io::Result<()> {
        for line in lines {
            self.push("<LineString><tessellate>1</tessellate>");
            self.positions(line.iter())?;
            self.push("</LineString>");
        }
        Ok(())
    }

    fn polygons(&mut self, polygons: &GridPolygons) -> io::Result<()> {
        for rings in polygons {
            self.push("<Polygon><tessellate>1</tessellate>");
            for (index, ring) in rings.iter().enumerate() {
                let boundary = if index == 0 {
                    "outerBoundaryIs"
                } else {
                    "innerBoundaryIs"
                };
                self.push(&format!("<{boundary}><LinearRing>"));
                self.positions(ring.iter().chain(ring.first()))?;
                self.push(&format!("</LinearRing></{boundary}>"));
            }
            self.push("</Polygon>");
        }
        Ok(())
    }

    fn positions<'p>(&mut self, points: impl Iterator<Item = &'p GridPoint>) -> io::Result<()> {
        self.push("<coordinates>");
        for (index, point) in points.enumerate() {
            if index > 0 {
                self.text.push(b' ');
            }
            push_fixed(&mut self.text, point.x, self.grid.decimals, true);
            self.text.push(b',');
            push_fixed(&mut self.text, point.y, self.grid.decimals, true);
            if self.text.len() > FULL {
                self.write_out()?;
            }
        }
        self.push("</coordinates>");
        Ok(())
    }

    fn write_out(&mut self) -> io::Result<()> {
        self.to.put(&self.text)?;
        self.text.clear();
        Ok(())
    }
}

impl Features for Writer<'_> {
    fn add(&mut self, layer: usize, cells: &[Cell], shape: &Shape) -> io::Result<()> {
        let known: &Layer = &self.schema[layer];
        if self.open != Some(layer) {
            if self.open.is_some() {
                self.push("</Folder>\n");
            }
            self.push("<Folder>");
            self.element("name", known.name);
            self.push("\n");
            self.open = Some(layer);
        }
        let texts: Vec<String> = cells.iter().map(text).collect();
        let of = |column: &str| {
            let index = known.columns.iter().position(|c| c.name == column)?;
            texts.get(index).filter(|text| !text.is_empty())
        };
        let name = match (of("name").or(of("id")), of("width_km")) {
            (Some(name), _) => name.clone(),
            (None, Some(width)) => format!("{width} km"),
            (None, None) => known.name.to_owned(),
        };
        self.push("<Placemark>");
        self.element("name", &name);
        self.element("styleUrl", &format!("#{}", known.name));
        self.push("<ExtendedData>");
        let layer_column = ("layer", known.name);
        let columns =
            (known.columns.iter().map(|c| c.name.as_str())).zip(texts.iter().map(String::as_str));
        for (column, value) in std::iter::once(layer_column).chain(columns) {
            self.push(&format!("<Data name=\"{}\">", escaped(column)));
            self.element("value", value);
            self.push("</Data>");
        }
        self.push("</ExtendedData>");
        self.shape(shape)?;
        self.push("</Placemark>\n");
        if self.text.len() > FULL {
            self.write_out()?;
        }
        Ok(())
    }
}

fn text(cell: &Cell) -> String {
    cell.text().unwrap_or_default().into_owned()
}
