//! Colours: those of the styles for QGIS, and paler ones of them for whole territories.

use crate::report::model::Group;

pub const SEA: &str = "#e4eef4";
pub const LAND: &str = "#fbfaf5";
pub const COAST: &str = "#8ba3b0";
pub const BORDERS: &str = "#a39c8b";
pub const GRATICULE: &str = "#7f99a8";
pub const STRIP: &str = "#78828c";
pub const OUTLINE: &str = "#222222";
pub const LINE: &str = "#111111";
pub const INK: &str = "#1c1c1c";
pub const SOFT: &str = "#555555";

/// What a strip covers of a group's soil.
pub fn covered(group: Group) -> &'static str {
    match group {
        Group::A => "#c0504d",
        Group::B => "#4472a8",
        Group::Both => "#7a5a9a",
        Group::Neither => "#9a9a8c",
    }
}

/// A group's soil.
pub fn soil(group: Group) -> &'static str {
    match group {
        Group::A => "#f8e6e1",
        Group::B => "#e3e9f2",
        Group::Both => "#ece5f1",
        Group::Neither => LAND,
    }
}

/// How strongly each of nested strips is painted, the widest first, so that the narrowest is as strong as a single one would be.
pub fn opacity(strips: usize) -> f64 {
    1.0 - (1.0f64 - 0.64).powf(1.0 / strips.max(1) as f64)
}

/// How the outline of each of nested strips is dashed, the narrowest first, in units of its width; empty: not at all.
pub fn dashes(index: usize, of: usize) -> &'static str {
    match (of - 1 - index).min(3) {
        0 => "",
        1 => "7 3",
        2 => "3 2.5",
        _ => "1 2",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::features::{Layer, OVERLAP, Seen};
    use crate::report::style::{Look, qml};

    #[test]
    fn the_colours_of_groups_are_those_of_the_styles() {
        let layer = Layer {
            name: OVERLAP,
            about: "",
            geometry: crate::report::features::GeometryKind::MultiPolygon,
            columns: vec![],
        };
        let look = Look {
            widths: 1,
            seen: Seen::default(),
        };
        let style = qml(&layer, &look);
        for group in [Group::A, Group::B, Group::Both, Group::Neither] {
            let hex = covered(group);
            let part = |k: usize| u8::from_str_radix(&hex[k..k + 2], 16).expect("hexadecimal");
            let triple = format!("\"{},{},{},", part(1), part(3), part(5));
            assert!(style.contains(&triple), "{triple}");
        }
    }

    #[test]
    fn nested_strips_add_up_to_the_strength_of_one() {
        for n in 1..6 {
            let rest = (1.0 - opacity(n)).powi(n as i32);
            assert!((rest - (1.0 - opacity(1))).abs() < 1e-12);
        }
    }
}
