//! Coordinate reference systems through PROJ, where the build has it (feature `proj`, on by default).
//!
//! PROJ is built from source and carries its database inside the binary: nothing is looked up on the machine.
//! So far the crate asks it for its version only; coordinates are WGS84 longitude and latitude throughout.

/// What this build knows of coordinate reference systems: `PROJ 9.6.2`, or `without PROJ`.
pub fn engine() -> String {
    #[cfg(feature = "proj")]
    {
        // The version stands in the library itself; asking needs no database and cannot fail for want of one.
        match proj::ProjBuilder::new().lib_info() {
            Ok(info) => format!("PROJ {}.{}.{}", info.major, info.minor, info.patch),
            Err(_) => "PROJ of unknown version".to_owned(),
        }
    }
    #[cfg(not(feature = "proj"))]
    {
        "without PROJ".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "proj")]
    #[test]
    fn the_bundled_proj_gives_its_version() {
        let engine = engine();
        let numbers = engine.strip_prefix("PROJ ").expect("a version");
        assert!(
            numbers.split('.').all(|n| n.parse::<u32>().is_ok()),
            "{engine}"
        );
        assert_eq!(numbers.split('.').count(), 3);
    }

    /// The origin's coordinates define EPSG:3301; the other two are pyproj 3.7.2's (PROJ 9.5.1), m.
    #[cfg(feature = "proj")]
    #[test]
    fn the_bundled_database_knows_the_estonian_grid() {
        let grid = proj::Proj::new_known_crs("OGC:CRS84", "EPSG:3301", None).expect("EPSG:3301");
        for (lon, lat, east, north) in [
            (24.0, 57.51755393055556, 500_000.0, 6_375_000.0),
            (24.7536, 59.4370, 542_763.369117, 6_589_036.275375),
            (26.7225, 58.3806, 659_224.975202, 6_474_356.888397),
        ] {
            let (x, y): (f64, f64) = grid.convert((lon, lat)).expect("a point in Estonia");
            assert!(
                (x - east).abs() < 1e-5 && (y - north).abs() < 1e-5,
                "{x} {y}"
            );
        }
    }

    #[cfg(not(feature = "proj"))]
    #[test]
    fn a_build_without_proj_says_so() {
        assert_eq!(engine(), "without PROJ");
    }
}
