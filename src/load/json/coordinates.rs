//! Arrays of numbers of any depth: where nearly all the time of reading goes.

use super::super::number::{Number, number};
use super::super::text::Parsed;
use super::{Parser, Path};

/// Coordinates of any depth; the depth is compared with the type once both are known.
pub(crate) struct Nested {
    pub item: Item,
    pub height: bool,
}

pub(crate) enum Item {
    Empty,
    Number(f64),
    Position([f64; 2]),
    Path(Path),
    Paths(Vec<Path>),
    Groups(Vec<Vec<Path>>),
}

impl Item {
    pub fn depth(&self) -> usize {
        match self {
            Item::Empty | Item::Position(_) => 1,
            Item::Number(_) => 0,
            Item::Path(_) => 2,
            Item::Paths(_) => 3,
            Item::Groups(_) => 4,
        }
    }

    /// Gives back what growing took too much: where parts are many, that is half of all memory.
    fn fit(&mut self) {
        match self {
            Item::Path(path) => path.shrink_to_fit(),
            Item::Paths(paths) => paths.shrink_to_fit(),
            Item::Groups(groups) => groups.shrink_to_fit(),
            Item::Empty | Item::Number(_) | Item::Position(_) => {}
        }
    }
}

const UNEVEN: &str = "coordinates nested unevenly";

fn first(item: Item) -> Result<Item, &'static str> {
    Ok(match item {
        Item::Number(x) => Item::Position([x, f64::NAN]),
        Item::Position(p) => Item::Path(vec![p]),
        Item::Path(path) => Item::Paths(vec![path]),
        Item::Paths(paths) => Item::Groups(vec![paths]),
        Item::Empty => return Err("an empty array among the coordinates"),
        Item::Groups(_) => return Err("coordinates nested more than four deep"),
    })
}

fn push(all: &mut Item, next: Item, count: usize) -> Result<(), &'static str> {
    match (all, next) {
        (Item::Position(p), Item::Number(x)) => {
            if count == 2 {
                p[1] = x;
            }
        }
        (Item::Path(path), Item::Position(p)) => path.push(p),
        (Item::Paths(paths), Item::Path(path)) => paths.push(path),
        (Item::Groups(groups), Item::Paths(paths)) => groups.push(paths),
        (_, Item::Empty) => return Err("an empty array among the coordinates"),
        _ => return Err(UNEVEN),
    }
    Ok(())
}

impl Parser<'_, '_> {
    /// A number or an array of coordinates.
    pub(super) fn nested(&mut self) -> Parsed<Nested> {
        self.coordinates(0)
    }

    fn coordinates(&mut self, above: usize) -> Parsed<Nested> {
        let number = |x| Nested {
            item: Item::Number(x),
            height: false,
        };
        match self.text.token()? {
            Some(b'[') if above == 4 => {
                Err(self.text.wrong("coordinates nested more than four deep"))
            }
            Some(b'[') => self.coordinate_array(above),
            Some(b'-' | b'0'..=b'9') => {
                let (x, length) = self.number()?;
                self.text.advance(length);
                Ok(number(x))
            }
            // Some writers turn NaN into null; refused later, where the feature and the position are known.
            Some(b'n') if self.text.look(4)?.starts_with(b"null") => {
                self.text.advance(4);
                Ok(number(f64::NAN))
            }
            _ => {
                self.expect_kind(b'[', "a number or an array of coordinates")?;
                Err(self.text.wrong("no coordinates"))
            }
        }
    }

    fn coordinate_array(&mut self, above: usize) -> Parsed<Nested> {
        let mut all: Option<Nested> = None;
        let mut count = 0usize;
        self.array(|p| {
            if let Some(Nested {
                item: Item::Path(path),
                height,
            }) = &mut all
            {
                return p.path(path, height);
            }
            let next = p.coordinates(above + 1)?;
            count += 1;
            let joined = match &mut all {
                None => first(next.item).map(|item| {
                    all = Some(Nested {
                        item,
                        height: next.height,
                    });
                }),
                Some(so_far) => {
                    so_far.height |=
                        next.height || count == 3 && matches!(next.item, Item::Number(_));
                    push(&mut so_far.item, next.item, count)
                }
            };
            joined.map_err(|what| p.text.wrong(what))
        })?;
        match all {
            Some(Nested {
                item: Item::Position(_),
                ..
            }) if count < 2 => Err(self
                .text
                .wrong("a position has two numbers, longitude and latitude, here one")),
            Some(mut nested) => {
                nested.item.fit();
                Ok(nested)
            }
            None => Ok(Nested {
                item: Item::Empty,
                height: false,
            }),
        }
    }

    /// The next position of a path, and those behind it that are written plainly: where nearly all the time goes.
    fn path(&mut self, path: &mut Path, height: &mut bool) -> Parsed<()> {
        loop {
            match plain(self.text.rest()) {
                Some((position, high, length)) => {
                    path.push(position);
                    *height |= high;
                    self.text.advance(length);
                }
                None => {
                    let next = self.coordinates(2)?;
                    *height |= next.height;
                    match next.item {
                        Item::Position(position) => path.push(position),
                        Item::Empty => {
                            return Err(self.text.wrong("an empty array among the coordinates"));
                        }
                        _ => return Err(self.text.wrong(UNEVEN)),
                    }
                }
            }
            match self.text.token()? {
                // The caller takes the comma before anything but an array.
                Some(b',') if self.text.rest().get(1) == Some(&b'[') => self.text.advance(1),
                Some(b',') => {
                    let rest = self.text.rest();
                    let white = rest[1..]
                        .iter()
                        .take_while(|b| b.is_ascii_whitespace())
                        .count();
                    if rest.get(1 + white) != Some(&b'[') {
                        return Ok(());
                    }
                    self.text.advance(1 + white);
                }
                _ => return Ok(()),
            }
        }
    }
}

/// A position of two or three numbers, all of it in `text`: its value, whether it has a height, and its length. `None` for all else,
/// right or wrong.
#[inline(always)]
fn plain(text: &[u8]) -> Option<([f64; 2], bool, usize)> {
    let mut at = 0;
    skip(text, &mut at);
    if text.get(at) != Some(&b'[') {
        return None;
    }
    at += 1;
    let mut position = [0.0; 2];
    for (index, x) in position.iter_mut().enumerate() {
        *x = finite(text, &mut at)?;
        let last = index == 1;
        match text.get(at)? {
            b',' => at += 1,
            b']' if last => return Some((position, false, at + 1)),
            _ => return None,
        }
    }
    finite(text, &mut at)?;
    (text.get(at) == Some(&b']')).then_some((position, true, at + 1))
}

/// A finite number between white space.
#[inline(always)]
fn finite(text: &[u8], at: &mut usize) -> Option<f64> {
    skip(text, at);
    let Number::Finite(x, length) = number(text.get(*at..)?) else {
        return None;
    };
    *at += length;
    skip(text, at);
    Some(x)
}

#[inline(always)]
fn skip(text: &[u8], at: &mut usize) {
    while matches!(text.get(*at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        *at += 1;
    }
}
