//! JSON text through a window: bytes come in as they are needed, and every error can name its line and column.
//!
//! Lines are counted when bytes leave the window, not when they are parsed, so a place costs nothing until it is asked for.

use crate::error::Error;
use std::io::Read;

/// Bytes asked for at once.
const WINDOW: usize = 1 << 18;

/// An error of the text; boxed, so that the results of the parser stay small.
pub(crate) type Parsed<T> = Result<T, Box<Error>>;

pub(crate) struct Text<'a> {
    from: Box<dyn Read + 'a>,
    window: Vec<u8>,
    /// Bytes asked for at once, at least.
    step: usize,
    /// The next byte, as an index of the window.
    at: usize,
    /// No more bytes will come.
    ended: bool,
    /// Lines, and bytes of the last of them, that have left the window.
    lines: usize,
    columns: usize,
}

impl<'a> Text<'a> {
    pub fn new(from: impl Read + 'a) -> Self {
        Text {
            from: Box::new(from),
            window: Vec::new(),
            step: WINDOW,
            at: 0,
            ended: false,
            lines: 0,
            columns: 0,
        }
    }

    pub fn of(bytes: &[u8]) -> Self {
        Text {
            window: bytes.to_vec(),
            ended: true,
            ..Text::new(std::io::empty())
        }
    }

    /// The same, with a window of `step` bytes.
    #[cfg(test)]
    pub fn by(self, step: usize) -> Self {
        Text { step, ..self }
    }

    /// The bytes from the next one on, as many as are there.
    #[inline(always)]
    pub fn rest(&self) -> &[u8] {
        &self.window[self.at..]
    }

    #[inline(always)]
    pub fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Gets more bytes behind those that are there. `false` at the end of the text.
    ///
    /// # Errors
    /// A failing read, of kind work.
    #[cold]
    pub fn more(&mut self) -> Parsed<bool> {
        if self.ended {
            return Ok(false);
        }
        let (lines, columns) = self.counted();
        (self.lines, self.columns) = (lines, columns);
        self.window.drain(..self.at);
        self.at = 0;
        let kept = self.window.len();
        // A token longer than the window doubles it.
        self.window.resize(kept + self.step.max(kept), 0);
        let mut end = kept;
        while end < self.window.len() {
            match self.from.read(&mut self.window[end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => end += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Box::new(super::source::unreadable(&error))),
            }
        }
        self.window.truncate(end);
        Ok(end > kept)
    }

    /// The next byte, which stays.
    ///
    /// # Errors
    /// As [`Text::more`].
    #[inline(always)]
    pub fn peek(&mut self) -> Parsed<Option<u8>> {
        if self.at == self.window.len() && !self.more()? {
            return Ok(None);
        }
        Ok(Some(self.window[self.at]))
    }

    /// The next byte that is no white space, which stays.
    ///
    /// # Errors
    /// As [`Text::more`].
    #[inline(always)]
    pub fn token(&mut self) -> Parsed<Option<u8>> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return Ok(other),
            }
        }
    }

    /// Makes `bytes` bytes be there, unless the text ends before.
    ///
    /// # Errors
    /// As [`Text::more`].
    pub fn look(&mut self, bytes: usize) -> Parsed<&[u8]> {
        while self.rest().len() < bytes && self.more()? {}
        Ok(self.rest())
    }

    /// Lines and columns up to the next byte.
    fn counted(&self) -> (usize, usize) {
        let gone = &self.window[..self.at];
        // Whole windows are counted: in parts that a byte can count, and sought through from the end in parts, both many bytes at once.
        let count = |part: &[u8]| part.iter().map(|b| u8::from(*b == b'\n')).sum::<u8>();
        let lines: usize = gone.chunks(255).map(|part| usize::from(count(part))).sum();
        let mut from = gone.len();
        let last = gone.rchunks(1024).find_map(|part| {
            from -= part.len();
            let within = part
                .contains(&b'\n')
                .then(|| part.iter().rposition(|b| *b == b'\n'));
            within.flatten().map(|at| from + at)
        });
        match last {
            Some(last) => (self.lines + lines, gone.len() - last - 1),
            None => (self.lines, self.columns + gone.len()),
        }
    }

    /// Where the next byte stands, from 1.
    pub fn place(&self) -> String {
        let (lines, columns) = self.counted();
        format!("line {} column {}", lines + 1, columns + 1)
    }

    /// What is wrong with the grammar at the next byte.
    #[cold]
    pub fn syntax(&mut self, said: &str) -> Box<Error> {
        let place = self.place();
        let rest = match self.look(4) {
            Ok(rest) => rest,
            Err(error) => return error,
        };
        let infinite = [
            &b"NaN"[..],
            b"nan",
            b"Inf",
            b"-Inf",
            b"inf",
            b"-inf",
            b"+Inf",
        ];
        Box::new(if rest.is_empty() {
            Error::data(format!(
                "truncated JSON: the text ends inside a value, {place}"
            ))
            .remedy("the file was cut off; copy or export it again")
        } else if infinite.iter().any(|word| rest.starts_with(word)) {
            endless(&place)
        } else {
            Error::data(format!("not JSON: {said}, {place}"))
                .remedy("the file should be GeoJSON (RFC 7946)")
        })
    }

    /// A number that no f64 holds.
    #[cold]
    pub fn endless(&self) -> Box<Error> {
        Box::new(endless(&self.place()))
    }

    /// JSON, and not what GeoJSON has there.
    #[cold]
    pub fn wrong(&self, said: &str) -> Box<Error> {
        Box::new(
            Error::data(format!("wrong type: {said}, {}", self.place()))
                .remedy("GeoJSON objects and arrays of numbers are read (RFC 7946)"),
        )
    }
}

fn endless(place: &str) -> Error {
    Error::data(format!("not JSON: NaN or an infinite number, {place}"))
        .remedy("a coordinate is a finite number of degrees; remove or mend that position")
}
