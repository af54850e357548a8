//! `--out zone.svg` and `zone.png`: what is asked for, checked before the long work, and written after it.

use super::args::picture::PictureArgs;
use super::messages::Messages;
use super::outputs::{Outputs, Picture};
use super::target::Target;
use crate::crs::{Transformation, is_wgs84};
use crate::error::Error;
use crate::likeness::nearest_of;
use crate::load::reading::refused;
use crate::report::features::Layers;
use crate::report::files::Files;
use crate::report::model::Facts;
use crate::report::picture::{self, Choice, Look, SideWords};

/// The projections that need no PROJ.
const BUILT_IN: [&str; 4] = ["auto", "laea", "albers", "equal-earth"];

/// What the user wants of the pictures; `None` where there are none.
///
/// # Errors
/// Of kind usage: an unknown projection, one that is none, flags of pictures without a picture.
pub fn look(
    args: &PictureArgs,
    groups: [String; 2],
    side: SideWords,
    outputs: &Outputs,
) -> Result<Option<Look>, Error> {
    if outputs.pictures.is_empty() {
        let given = [
            ("--projection", args.projection.is_some()),
            ("--size", args.size.is_some()),
            ("--title", args.title.is_some()),
        ];
        if let Some((flag, _)) = given.iter().find(|(_, given)| *given) {
            return Err(Error::usage(format!("{flag} has no picture to act on"))
                .remedy("give --out FILE.svg or --out FILE.png, or leave it out"));
        }
        return Ok(None);
    }
    let projection = match &args.projection {
        Some(name) => projection(name)?,
        None => Choice::Auto,
    };
    Ok(Some(Look {
        projection,
        size: args.size,
        title: args.title.clone(),
        groups,
        side,
    }))
}

fn projection(name: &str) -> Result<Choice, Error> {
    match name.trim().to_ascii_lowercase().as_str() {
        "auto" => return Ok(Choice::Auto),
        "laea" => return Ok(Choice::Laea),
        "albers" => return Ok(Choice::Albers),
        "equal-earth" => return Ok(Choice::EqualEarth),
        _ => {}
    }
    let built_in = format!("give one of {}", BUILT_IN.join(", "));
    let none = || {
        Error::usage(format!(
            "--projection {name} is no map projection but longitude and latitude"
        ))
        .remedy(format!(
            "{built_in}, or a projected system such as EPSG:3035"
        ))
    };
    if is_wgs84(name) {
        return Err(none());
    }
    // What no system's name looks like is a misspelt one of ours.
    let code = name.contains([':', '+', '[', '{', '/', ' ']);
    if !code {
        let near = nearest_of(name, BUILT_IN);
        let likely = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
        return Err(
            Error::usage(format!("unknown projection {name}")).remedy(format!(
                "{likely}{built_in}, or a projected system such as EPSG:3035"
            )),
        );
    }
    let name = if name.contains("+proj=") && !name.contains("+type=crs") {
        format!("{name} +type=crs")
    } else {
        name.to_owned()
    };
    let way = Transformation::find_back(&name, &[], true).map_err(|refusal| {
        let error = refused(&refusal, &name, true);
        let remedy = format!("{built_in}, which need nothing; or: {}", error.remedy);
        error.remedy(remedy)
    })?;
    if way.about.geographic {
        return Err(none());
    }
    Ok(Choice::Proj(way, name))
}

/// What is drawn, before anything is written: a picture that cannot be made leaves no other file behind.
struct Drawn {
    svg: Vec<u8>,
    png: Vec<u8>,
}

/// Writes geometry, then pictures: what is drawn with the same layers. Says in the facts what system files are in.
///
/// # Errors
/// Those of the target's system, of drawing and of writing; what cannot be drawn leaves no file behind.
pub fn write_all(
    outputs: &Outputs,
    target: &Target,
    look: Option<&Look>,
    layers: &Layers,
    facts: &mut Facts,
    files: &mut Files,
    messages: &Messages,
) -> Result<(), Error> {
    let way = target.way(layers, facts, messages)?;
    let hidden = target.hidden(way.as_ref(), layers, outputs, messages);
    let layers = Layers {
        hidden: &hidden,
        ..*layers
    };
    let drawn = look
        .map(|look| draw(outputs, look, &layers, facts, messages))
        .transpose()?;
    outputs.write_geometry(&layers, facts, way.as_ref(), files)?;
    messages.stage("geometry written");
    drawn.map_or(Ok(()), |drawn| drawn.write(outputs, files))
}

/// Draws once for every picture; says what could not be shown as it is.
///
/// # Errors
/// As [`picture::draw`]; with `--strict` also the warnings.
fn draw(
    outputs: &Outputs,
    look: &Look,
    layers: &Layers,
    facts: &Facts,
    messages: &Messages,
) -> Result<Drawn, Error> {
    let picture = picture::draw(layers, facts, look)?;
    let png = (outputs.pictures.iter())
        .any(|(_, kind)| *kind == Picture::Png)
        .then(|| picture.png())
        .transpose()?
        .unwrap_or_default();
    messages.warn_all(picture.warnings)?;
    messages.stage("pictures drawn");
    Ok(Drawn {
        svg: picture.svg.into_bytes(),
        png,
    })
}

impl Drawn {
    /// Writes every picture.
    ///
    /// # Errors
    /// Those of [`Files::write`].
    fn write(&self, outputs: &Outputs, files: &mut Files) -> Result<(), Error> {
        for (path, kind) in &outputs.pictures {
            let bytes = match kind {
                Picture::Svg => &self.svg,
                Picture::Png => &self.png,
            };
            files.write(path, |to| to.write_all(bytes))?;
        }
        Ok(())
    }
}
