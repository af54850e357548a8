//! Checks the shipped boundaries against their checksum and packs them for the binary, so that a run need not parse 11 MB of JSON.
//!
//! Out: `units.bin` (see src/load/shipped/blob.rs for the form) and the data's checksum as `STANDOFF_UNITS_SHA256`.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;
use sha2::{Digest, Sha256};

// The reading half is used by the library only.
#[allow(dead_code)]
#[path = "src/load/shipped/blob.rs"]
mod blob;

const PACKED: &str = "data/units.geojson.gz";
const SUMS: &str = "data/SHA256SUMS";

fn main() {
    for path in [
        PACKED,
        SUMS,
        "data/alliances.csv",
        "src/load/shipped/blob.rs",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    if let Err(message) = run() {
        println!("cargo::error={message}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let mut text = Vec::new();
    let file = fs::File::open(PACKED).map_err(|e| format!("{PACKED}: {e}"))?;
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut text)
        .map_err(|e| format!("{PACKED}: {e}"))?;
    let sum = stated_sum("units.geojson")?;
    let found: String = Sha256::digest(&text)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    if found != sum {
        return Err(format!(
            "{PACKED} unpacks to sha256 {found}, but {SUMS} says {sum}"
        ));
    }
    let units = pack(&text).map_err(|e| format!("{PACKED}: {e}"))?;
    let out = env::var("OUT_DIR").map_err(|e| e.to_string())?;
    fs::write(Path::new(&out).join("units.bin"), units).map_err(|e| format!("units.bin: {e}"))?;
    println!("cargo::rustc-env=STANDOFF_UNITS_SHA256={sum}");
    Ok(())
}

fn stated_sum(name: &str) -> Result<String, String> {
    let sums = fs::read_to_string(SUMS).map_err(|e| format!("{SUMS}: {e}"))?;
    let line = sums
        .lines()
        .find_map(|line| line.split_once("  ").filter(|(_, n)| *n == name));
    Ok(line
        .ok_or(format!("{SUMS} has no line for {name}"))?
        .0
        .to_owned())
}

/// GeoJSON text to the packed form; refuses whatever the reader's promises do not cover.
fn pack(text: &[u8]) -> Result<Vec<u8>, String> {
    let json: Value = serde_json::from_slice(text).map_err(|e| e.to_string())?;
    let features = json["features"]
        .as_array()
        .ok_or("not a FeatureCollection")?;
    let (mut heads, mut shapes, mut codes) = (Vec::new(), Vec::new(), BTreeSet::new());
    put(&mut heads, features.len())?;
    for feature in features {
        let property = |name: &str| {
            feature["properties"][name]
                .as_str()
                .filter(|s| !s.is_empty())
        };
        let code = property("unit").ok_or("a feature has no unit")?;
        if !codes.insert(code) {
            return Err(format!("unit {code} stands there twice"));
        }
        for name in ["unit", "name", "defacto", "dejure", "sov", "kind"] {
            let value = property(name).ok_or(format!("unit {code} has no {name}"))?;
            put(&mut heads, value.len())?;
            heads.extend_from_slice(value.as_bytes());
        }
        let before = shapes.len();
        let polygons = put_geometry(&mut shapes, &feature["geometry"])
            .map_err(|e| format!("unit {code}: {e}"))?;
        put(&mut heads, shapes.len() - before)?;
        put(&mut heads, polygons)?;
    }
    heads.extend_from_slice(&shapes);
    let mut out = blob::MARK.to_vec();
    out.extend_from_slice(&blob::checksum(&heads).to_le_bytes());
    out.extend_from_slice(&heads);
    Ok(out)
}

fn put_geometry(out: &mut Vec<u8>, geometry: &Value) -> Result<usize, String> {
    let one;
    let polygons = match geometry["type"].as_str() {
        Some("Polygon") => {
            one = [geometry["coordinates"].clone()];
            &one[..]
        }
        Some("MultiPolygon") => geometry["coordinates"].as_array().ok_or("no coordinates")?,
        other => return Err(format!("geometry of type {other:?}")),
    };
    let mut last = [0, 0];
    for polygon in polygons {
        let rings = polygon
            .as_array()
            .filter(|r| !r.is_empty())
            .ok_or("polygon without rings")?;
        put(out, rings.len())?;
        for ring in rings {
            let ring: Vec<[i32; 2]> = ring
                .as_array()
                .ok_or("ring without positions")?
                .iter()
                .map(position)
                .collect::<Result<_, _>>()?;
            if ring.len() < 4 || ring.first() != ring.last() {
                return Err(format!(
                    "a ring of {} positions is not closed or too short",
                    ring.len()
                ));
            }
            put(out, ring.len())?;
            for xy in ring {
                for i in 0..2 {
                    let d = xy[i] - last[i];
                    put(out, ((d << 1) ^ (d >> 31)) as u32 as usize)?;
                }
                last = xy;
            }
        }
    }
    Ok(polygons.len())
}

fn position(value: &Value) -> Result<[i32; 2], String> {
    let mut xy = [0; 2];
    for (i, limit) in [180.0, 90.0].into_iter().enumerate() {
        let degrees = value[i].as_f64().ok_or(format!("{value} is no position"))?;
        let steps = (degrees * blob::GRID).round();
        // The reader divides; equality here is what makes its coordinates those of the file, bit for bit.
        if degrees.abs() > limit || steps / blob::GRID != degrees {
            return Err(format!(
                "{value} is off the grid of 1e-5 degrees or off the globe"
            ));
        }
        xy[i] = steps as i32;
    }
    Ok(xy)
}

fn put(out: &mut Vec<u8>, n: usize) -> Result<(), String> {
    let mut n = u32::try_from(n).map_err(|_| format!("{n} is too large for the packed form"))?;
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
    Ok(())
}
