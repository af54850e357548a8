//! `--out zone.svg`, `--out zone.png`: what a picture shows and says, its bytes, and what is refused before anything is written.

use assert_cmd::Command;
use geo::Coord;
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::Document;
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{self, LineChoice, Whose};
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::overlap::overlaps;
use standoff::report::features::{Layers, StripLayer};
use standoff::report::model::{Group, Labels};
use standoff::report::picture::choose::{Choice, Region};
use standoff::report::picture::shapes;
use standoff::report::picture::trace::World;
use standoff::report::picture::window::{Rect, Window};
use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;
use std::path::Path;

fn standoff(folder: &Path, words: &[&str]) -> std::process::Output {
    Command::cargo_bin("standoff")
        .expect("the program")
        .current_dir(folder)
        .args(words)
        .output()
        .expect("a run")
}

/// Two squares of two degrees, one beside the other: `west` and the degrees from which the first starts.
fn world(folder: &Path, west: f64, names: [&str; 2]) {
    let square = |code: &str, name: &str, x: f64| {
        let name = serde_json::to_string(name).expect("a text");
        let at = |x: f64| if x > 180.0 { x - 360.0 } else { x };
        let (a, b) = (at(x), if x + 2.0 > 180.0 { x - 358.0 } else { x + 2.0 });
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":{name}}},"geometry":{{"type":"Polygon","coordinates":[[[{a},50],[{b},50],[{b},52],[{a},52],[{a},50]]]}}}}"#
        )
    };
    let features = [
        square("AAA", names[0], west),
        square("BBB", names[1], west + 2.0),
    ]
    .join(",");
    let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    std::fs::write(folder.join("world.geojson"), text).expect("a file");
}

const WORLD: [&str; 8] = [
    "strip",
    "--territories",
    "world.geojson",
    "--between",
    "AAA",
    "BBB",
    "--width",
    "40km",
];

fn drawn(folder: &Path, more: &[&str]) -> String {
    let words = [&WORLD[..], &["--out", "z.svg", "--force"], more].concat();
    let output = standoff(folder, &words);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    std::fs::read_to_string(folder.join("z.svg")).expect("a picture")
}

/// Points of a path, absolute.
fn points(d: &str) -> Vec<Vec<[f64; 2]>> {
    let mut all: Vec<Vec<[f64; 2]>> = Vec::new();
    for part in d.split('M').filter(|p| !p.is_empty()) {
        let spaced = part.replace('z', "").replace('l', " ").replace('-', " -");
        let mut numbers = Vec::new();
        for word in spaced.split_whitespace() {
            numbers.push(word.parse::<f64>().expect("a number"));
        }
        let mut line: Vec<[f64; 2]> = Vec::new();
        for pair in numbers.chunks_exact(2) {
            let last = line.last().copied().unwrap_or([0.0, 0.0]);
            line.push([last[0] + pair[0], last[1] + pair[1]]);
        }
        all.push(line);
    }
    all
}

fn path_of<'d>(document: &'d Document, id: &str) -> &'d str {
    let node = document
        .descendants()
        .find(|n| n.attribute("id") == Some(id));
    node.and_then(|n| n.attribute("d")).expect(id)
}

#[test]
fn a_picture_says_what_it_shows_and_where_it_comes_from() {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path(), 10.0, ["Westland", "Eastland"]);
    let svg = drawn(folder.path(), &["--out", "z.geojson"]);
    assert!(folder.path().join("z.geojson").exists());
    let document = Document::parse(&svg).expect("well-formed");
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let all: Vec<&str> = document.descendants().filter_map(|n| n.text()).collect();
    let has = |text: &str| all.iter().any(|t| t.contains(text));
    for text in [
        "40 km on each side of the contact line of AAA and BBB",
        "Worldview: world.geojson",
        "Boundaries: world.geojson",
        "Lambert azimuthal equal-area, centre 12° E, 51° N",
        "tolerance 1 m",
        concat!("Drawn by standoff ", env!("CARGO_PKG_VERSION")),
        "Westland",
        "28.5%",
        "40 km from the line",
        "51° N",
        "12° E",
        "at the centre of the map",
    ] {
        assert!(has(text), "{text} is not in {all:?}");
    }
    // The table says the same.
    let table = standoff(folder.path(), &[&WORLD[..], &["--format", "csv"]].concat());
    assert!(
        String::from_utf8_lossy(&table.stdout).contains(",0.28"),
        "{table:?}"
    );
    for id in [
        "sea",
        "land",
        "strips",
        "outline-1",
        "line",
        "names",
        "legend",
        "shares",
    ] {
        assert!(
            document
                .descendants()
                .any(|n| n.attribute("id") == Some(id)),
            "{id}"
        );
    }
}

#[test]
fn the_bytes_are_the_same_for_every_run_and_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |name: &str, threads: &str| {
        let (svg, png) = (format!("{name}.svg"), format!("{name}.png"));
        let words = [
            "strip",
            "--width",
            "100km,300km",
            "--size",
            "800x600",
            "--out",
            &svg,
            "--out",
            &png,
        ];
        let output = standoff(
            folder.path(),
            &[&words[..], &["--threads", threads]].concat(),
        );
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        [svg, png].map(|file| std::fs::read(folder.path().join(file)).expect("a picture"))
    };
    let first = run("a", "1");
    assert!(first == run("b", "1"), "two runs differ");
    assert!(first == run("c", "2"), "threads make a difference");
}

#[test]
fn a_name_of_markup_is_shown_as_such_and_letters_that_the_font_lacks_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let evil = "<img src=x onerror=alert(1)>&\"'";
    world(folder.path(), 10.0, [evil, "中国"]);
    let svg = drawn(folder.path(), &["--title", "</title><script>\u{1}"]);
    let document = Document::parse(&svg).expect("well-formed");
    let texts: Vec<&str> = document.descendants().filter_map(|n| n.text()).collect();
    assert!(texts.contains(&evil), "{texts:?}");
    assert!(
        texts
            .iter()
            .any(|t| t.starts_with("</title><script>\u{fffd}"))
    );
    for element in ["script", "img"] {
        assert!(!document.descendants().any(|n| n.has_tag_name(element)));
    }
    // The code stands for the name, and the program says so.
    assert!(texts.contains(&"BBB") && !svg.contains("中国"));
    let words = [&WORLD[..], &["--out", "y.svg"]].concat();
    let told = standoff(folder.path(), &words).stderr;
    let told = String::from_utf8_lossy(&told);
    assert!(
        told.contains("no letters for 中国") && told.contains("--name-field"),
        "{told}"
    );
    let strict = standoff(
        folder.path(),
        &[&words[..], &["--strict", "--force"]].concat(),
    );
    assert_ne!(strict.status.code(), Some(0));
}

#[test]
fn a_png_has_its_size_and_the_colours_of_groups_sea_and_land() {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path(), 10.0, ["Westland", "Eastland"]);
    let svg = drawn(folder.path(), &["--out", "z.png", "--size", "1000x700"]);
    let png = std::fs::read(folder.path().join("z.png")).expect("a picture");
    let pixels = Pixmap::decode_png(&png).expect("a PNG");
    assert_eq!((pixels.width(), pixels.height()), (1000, 700));
    let document = Document::parse(&svg).expect("well-formed");
    let line = points(path_of(&document, "line"));
    let [x, top] = line[0][0];
    let bottom = line[0][line[0].len() - 1][1];
    let colour = |x: f64, y: f64| {
        let p = pixels
            .pixel(x as u32, y as u32)
            .expect("inside")
            .demultiply();
        [p.red(), p.green(), p.blue()].map(i32::from)
    };
    // A little off the line, above the names: A is red, B is blue.
    let y = top.min(bottom) + 0.1 * (top - bottom).abs();
    let ([r, _, b], [r2, _, b2]) = (colour(x - 12.0, y), colour(x + 12.0, y));
    assert!(r > b + 50, "{r} {b}");
    assert!(b2 > r2 + 30, "{r2} {b2}");
    // The line is black, the page's corner white, the sea pale blue.
    // It is two pixels broad, and may lie across three.
    let dark = |d: f64| colour(x + d, y).iter().all(|c| *c < 100);
    assert!([-1.0, 0.0, 1.0].into_iter().any(dark), "{:?}", colour(x, y));
    assert_eq!(colour(2.0, 2.0), [255, 255, 255]);
    let frame = document
        .descendants()
        .find(|n| n.attribute("id") == Some("sea"))
        .expect("a sea");
    let edge = |name: &str| {
        frame
            .attribute(name)
            .expect(name)
            .parse::<f64>()
            .expect("a number")
    };
    let [r, g, b] = colour(edge("x") + 4.0, edge("y") + 4.0);
    assert!(b > r && b > 220 && g > 210, "{r} {g} {b}");
}

#[test]
fn no_seam_is_drawn_where_territories_meet_the_antimeridian() {
    let folder = tempfile::tempdir().expect("a folder");
    // The first square ends at the antimeridian, the second goes on behind it; the third edge would be the seam of the strip.
    world(folder.path(), 179.0, ["Westland", "Eastland"]);
    let svg = drawn(folder.path(), &["--size", "1000x800"]);
    let document = Document::parse(&svg).expect("well-formed");
    let line = points(path_of(&document, "line"));
    // The border stands a degree east of the antimeridian, the outer edges one and three degrees from it.
    let near: Vec<_> = line[0].iter().map(|p| p[0]).collect();
    for id in ["coasts", "outline-1"] {
        for edge in points(path_of(&document, id))
            .iter()
            .flat_map(|l| l.windows(2))
        {
            let up = (edge[0][1] - edge[1][1]).abs();
            let across = (edge[0][0] - edge[1][0]).abs();
            let middle = 0.5 * (edge[0][0] + edge[1][0]);
            let scale = 1.0 * 70.5 / 40.0;
            // Left of the line by about a degree: 70.5 km at 50.5 degrees north; the strip's outline is 40 km away.
            let width = near[0] - outline_left(&document);
            let off = (near[0] - middle) / width;
            assert!(
                !(up > 30.0 && across < 4.0 && (off - scale).abs() < 0.1),
                "{id}: {edge:?} is a seam"
            );
        }
    }
}

fn outline_left(document: &Document) -> f64 {
    let all = points(path_of(document, "outline-1"));
    all.iter().flatten().map(|p| p[0]).fold(f64::MAX, f64::min)
}

#[test]
fn the_outline_of_russias_strip_has_no_edge_along_the_antimeridian() {
    let worldview = Worldview::named("de-facto", "2021-12-17".parse().expect("a day"), &[])
        .expect("a worldview");
    let territories = shipped_territories(&worldview).expect("territories");
    let choice = LineChoice {
        whose: Whose::Around { a: "RUS".into() },
        coast: true,
        ..LineChoice::default()
    };
    let derived = line::derive(
        &choice,
        &territories,
        &AllianceTable::shipped().expect("alliances"),
    )
    .expect("a line");
    let prepared = PreparedLine::new(&derived.lines, Edges::Planar).expect("a line");
    let strip = prepared
        .strip(&StripOptions::new(Metres(100e3)).tolerance(Metres(100.0)))
        .expect("a strip");
    let overlaps = overlaps(&prepared, &strip, &territories).unwrap();
    let layers = Layers {
        strips: &[StripLayer {
            strip: &strip,
            overlaps: &overlaps,
            tabulated: &[],
        }],
        territories: &territories,
        districts: None,
        hidden: &[],
        labels: &Labels {
            scenario: "",
            worldview: "",
            group: &|_| Group::Neither,
        },
        border: &derived.lines,
    };
    let cut = |x: f64| x.abs() == 180.0;
    let seams = strip
        .polygons()
        .0
        .iter()
        .flat_map(|p| p.exterior().0.windows(2));
    assert!(
        seams.filter(|e| cut(e[0].x) && cut(e[1].x)).count() > 0,
        "nothing to test"
    );
    let region = Region::of(&shapes::positions(&layers)).expect("a region");
    for choice in [
        Choice::Auto,
        Choice::Laea,
        Choice::Albers,
        Choice::EqualEarth,
    ] {
        let projection = region.projection(&choice);
        let world = World::of(&projection);
        let extent = shapes::extent(&layers, &world, &projection).expect("an extent");
        // Russia is in one piece: no wider than its longitudes, where the world of a torn one would be.
        assert!(
            extent.width() < 1.1e7 || matches!(choice, Choice::EqualEarth),
            "{extent:?}"
        );
        let panel = Rect {
            x: 0.0,
            y: 0.0,
            width: 1200.0,
            height: 900.0,
        };
        let window = Window::new(&projection, extent, panel);
        let drawn = shapes::strips(&layers, &world, &window, &panel.grown(14.0));
        let position = |p: &Coord<f64>| window.position(*p);
        let mut long = 0;
        for edge in drawn[0].outline.iter().flat_map(|l| l.windows(2)) {
            let (Some(a), Some(b)) = (position(&edge[0]), position(&edge[1])) else {
                continue;
            };
            let on = |p: Coord<f64>| (180.0 - p.x.abs()) * p.y.to_radians().cos() < 0.02;
            let length = (edge[0].x - edge[1].x).hypot(edge[0].y - edge[1].y);
            long += usize::from(on(a) && on(b) && length > 1.0);
        }
        assert_eq!(long, 0, "{}", projection.name());
    }
}

#[track_caller]
fn refused(words: &[&str], said: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path(), 10.0, ["Westland", "Eastland"]);
    let output = standoff(folder.path(), words);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{words:?}: {told}");
    for word in said {
        assert!(told.contains(word), "{told:?} lacks {word:?}");
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 1, "{words:?} left something behind");
}

#[test]
fn projections_and_sizes_of_nonsense_are_refused_and_nothing_is_written() {
    // A file that is not there would be exit 3: the flags are looked at first.
    let strip = ["strip", "--border", "not-there.geojson", "--width", "40km"];
    let with = |more: &[&'static str]| -> Vec<&'static str> { [&strip[..], more].concat() };
    let out = ["--out", "z.svg", "--out", "z.png", "--out", "z.geojson"];
    let drawn = |more: &[&'static str]| -> Vec<&'static str> { with(&[&out[..], more].concat()) };
    refused(
        &drawn(&["--projection", "mercartor"]),
        &["unknown projection mercartor", "laea"],
    );
    refused(
        &drawn(&["--projection", "alber"]),
        &["did you mean albers?"],
    );
    refused(
        &drawn(&["--projection", "EPSG:4326"]),
        &["no map projection", "EPSG:3035"],
    );
    for size in [
        "0x0",
        "12",
        "1600",
        "1600x",
        "x",
        "1600x1200x3",
        "-5x900",
        "399x900",
        "10001x400",
        "10000x10000",
        "1e3x900",
        "99999999999999999999x400",
        "NaNxNaN",
    ] {
        refused(
            &drawn(&["--size", size]),
            &["width and height in pixels", "1600x1200"],
        );
    }
    refused(
        &with(&["--projection", "laea"]),
        &["--projection has no picture", "--out FILE.svg"],
    );
    refused(
        &with(&["--size", "800x600", "--out", "z.gpkg"]),
        &["--size has no picture"],
    );
    refused(
        &with(&["--out", "z.jpg"]),
        &[".geojson, .gpkg, .fgb, .kml, .kmz, .geojsonl, .svg, .png"],
    );
    refused(
        &with(&["--out", "z.svg", "--out-crs", "EPSG:3035"]),
        &[if cfg!(feature = "proj") {
            "--out-crs has no file"
        } else {
            "EPSG:3035"
        }],
    );
    refused(
        &["border", "--border", "not-there.geojson", "--title", "x"],
        &["--title has no picture"],
    );
}

#[cfg(not(feature = "proj"))]
#[test]
fn without_proj_a_system_is_refused_with_the_projections_that_there_are() {
    let words = [&WORLD[..], &["--out", "z.svg", "--projection", "EPSG:3035"]].concat();
    refused(&words, &["needs PROJ", "auto, laea, albers, equal-earth"]);
}

#[cfg(feature = "proj")]
#[test]
fn systems_of_proj_draw_the_region_and_what_they_cannot_show_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path(), 10.0, ["Westland", "Eastland"]);
    for (name, told) in [
        ("EPSG:3035", "EPSG:3035 (ETRS89-extended / LAEA Europe)"),
        ("+proj=robin +lon_0=100", "+proj=robin"),
    ] {
        let svg = drawn(folder.path(), &["--projection", name]);
        assert!(svg.contains(told), "{name}");
        let document = Document::parse(&svg).expect("well-formed");
        // A strip of 222 km by 80 km and its ends: no edge of it crosses the page.
        let outline = points(path_of(&document, "outline-1"));
        assert!(outline.iter().flatten().count() > 20);
    }
    refused(
        &[
            &WORLD[..],
            &["--out", "z.svg", "--projection", "EPSG:999999"],
        ]
        .concat(),
        &["unknown coordinate reference system"],
    );
    refused(
        &[
            &WORLD[..],
            &[
                "--out",
                "z.svg",
                "--projection",
                "+proj=longlat +datum=WGS84",
            ],
        ]
        .concat(),
        &["no map projection"],
    );
}

#[test]
fn the_line_alone_is_a_picture_too() {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path(), 10.0, ["Westland", "Eastland"]);
    let words = [
        "border",
        "--territories",
        "world.geojson",
        "--between",
        "AAA",
        "BBB",
        "--out",
        "b.svg",
    ];
    let output = standoff(folder.path(), &words);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stdout.is_empty());
    let svg = std::fs::read_to_string(folder.path().join("b.svg")).expect("a picture");
    let document = Document::parse(&svg).expect("well-formed");
    let title = document
        .descendants()
        .find(|n| n.has_tag_name("title"))
        .and_then(|n| n.text());
    assert_eq!(title, Some("Contact line of AAA and BBB"));
    assert!(
        !document
            .descendants()
            .any(|n| n.attribute("id") == Some("shares"))
    );
}
