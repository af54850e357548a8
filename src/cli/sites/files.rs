//! The files of a run, written side by side; none appears unless all are written.

use super::super::outputs::{Geometry, Outputs, Rows};
use super::super::target;
use super::sink::{Sink, To, unwritable};
use crate::crs::Transformation;
use crate::error::Error;
use crate::report::features::{Layer, Layers, SITES, Seen, schema, walk};
use crate::report::file::{self, Pending};
use crate::report::files::Files;
use crate::report::model::Facts;
use crate::report::sites::GRID;
use crate::report::srs::{Frame, Srs};
use crate::report::style::{Look, from_top, mixed};
use crate::report::{flatgeobuf, geojson, geopackage, kml};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes after which a file is written to.
const BUFFER: usize = 1 << 16;

/// What files of geometry hold beside the sites.
pub struct Held<'a> {
    /// The layer of sites.
    pub sites: Layer,
    pub layers: Layers<'a>,
    pub facts: Facts,
    /// Into the system of the files that may have another than WGS84.
    pub way: Option<Transformation>,
}

/// Has `stream` write to `first` and to all files, and ends them; `stream` tells how many sites came, and which geometries.
///
/// # Errors
/// Those of the files and of `stream`; no file has appeared then.
pub fn write(
    outputs: &Outputs,
    held: &Held,
    force: bool,
    first: Option<(&mut dyn Write, Rows)>,
    stream: impl FnOnce(&mut [Sink]) -> Result<(usize, Seen), Error>,
) -> Result<(), Error> {
    let tables = begin(&outputs.tables, force)?;
    let geometry = begin(&outputs.geometry, force)?;
    let styles = (outputs.styles.iter())
        .map(|path| Pending::begin(path, force))
        .collect::<Result<Vec<_>, _>>()?;
    let (way, tolerance) = (held.way.as_ref(), held.facts.tolerance);
    let map = |path: &[[f64; 2]]| match way {
        Some(way) => target::mapped(way, tolerance, path),
        None => Ok(path.to_vec()),
    };
    let frame = Frame {
        srs: way.map_or_else(|| Ok(Srs::wgs84()), target::srs)?,
        map: &map,
    };
    // QGIS stacks layers as a file lists them, the first on top.
    let mut all = schema(&held.layers, &held.facts, true);
    all.push(held.sites.clone());
    let (all, alone) = (from_top(all), [held.sites.clone()]);
    let mut buffers: Vec<BufWriter<&File>> = (tables.iter().map(|(file, _)| file))
        .chain(geometry.iter().map(|(file, _)| file))
        .map(|file| BufWriter::with_capacity(BUFFER, file.file()))
        .collect();
    let (rows, features) = buffers.split_at_mut(tables.len());
    let mut sinks: Vec<Sink> = Vec::new();
    if let Some((to, rows)) = first {
        sinks.push(Sink {
            to: To::Rows(to, rows),
            file: None,
        });
    }
    for ((file, kind), to) in tables.iter().zip(rows) {
        sinks.push(Sink {
            to: To::Rows(to, *kind),
            file: Some(file),
        });
    }
    for ((file, kind), to) in geometry.iter().zip(features) {
        let opened = match kind {
            Geometry::GeoJson => Ok(To::GeoJson(geojson::Writer::new(
                &alone,
                GRID,
                &held.facts,
                to,
            ))),
            Geometry::GeoJsonLines => Ok(To::GeoJson(geojson::Writer::sequence(&alone, GRID, to))),
            Geometry::Kml(pack) => {
                kml::Writer::new(&alone, GRID, &held.facts, *pack, to).map(To::Kml)
            }
            Geometry::GeoPackage => package(&all, held, &frame, file.beside()),
            Geometry::FlatGeobuf => {
                flatgeobuf::Writer::new(&alone, GRID, &frame, file::folder(file.beside()))
                    .map(|writer| To::FlatGeobuf(Box::new(writer), to))
            }
        };
        sinks.push(Sink {
            to: opened.map_err(|error| file.failure(&error))?,
            file: Some(file),
        });
    }
    let (count, seen) = stream(&mut sinks)?;
    for sink in sinks {
        sink.end(count, &seen, &held.facts)?;
    }
    let files = tables.iter().map(|(file, _)| file);
    let files = files.chain(geometry.iter().map(|(file, _)| file));
    for (buffer, file) in buffers.iter_mut().zip(files) {
        buffer.flush().map_err(|e| unwritable(Some(file), &e))?;
    }
    drop(buffers);
    let look = Look { widths: 0, seen };
    for file in &styles {
        let text = mixed(&alone, &look);
        (file.file().write_all(text.as_bytes())).map_err(|e| file.failure(&e))?;
    }
    let tables = tables.into_iter().map(|(file, _)| file);
    let geometry = geometry.into_iter().map(|(file, _)| file);
    let mut files = Files::new(force);
    tables
        .chain(geometry)
        .chain(styles)
        .for_each(|file| files.add(file));
    files.appear()
}

fn begin<F: Copy>(files: &[(PathBuf, F)], force: bool) -> Result<Vec<(Pending, F)>, Error> {
    let begin = |(path, kind): &(PathBuf, F)| Ok((Pending::begin(path, force)?, *kind));
    files.iter().map(begin).collect()
}

/// A GeoPackage with all layers but the sites filled.
fn package<'a>(
    schema: &'a [Layer],
    held: &Held,
    frame: &'a Frame,
    path: &Path,
) -> io::Result<To<'a>> {
    let mut writer = geopackage::Writer::create(path, schema, GRID, frame, &held.facts)?;
    walk(&held.layers, &held.facts, schema, GRID, &mut writer)?;
    let sites = schema.iter().position(|layer| layer.name == SITES);
    let sites = sites.ok_or_else(|| io::Error::other("no layer of sites"))?;
    Ok(To::GeoPackage(Box::new(writer), sites))
}
