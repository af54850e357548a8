//! Tests of the library and of what is shipped, a file a concern, in one program: it is linked once.

mod borders;
mod crs;
mod curve;
mod extreme;
mod first_numbers;
mod formats;
mod geojson;
mod house;
mod input;
mod names;
mod pictures;
mod places;
mod presets;
mod report;
mod scripts;
mod shipped;
mod sides;
mod snap;
mod strip;
mod study;
mod worldviews;
mod zone;
