//! GeoJSON texts made by a tape of choices: where it ends the simplest is chosen, so that a failing text shrinks with its tape.

pub(super) fn document(tape: &[u8]) -> String {
    let mut maker = Maker {
        tape: tape.iter(),
        out: String::new(),
    };
    maker.root();
    maker.out
}

struct Maker<'a> {
    tape: std::slice::Iter<'a, u8>,
    out: String,
}

impl Maker<'_> {
    /// One of `count` choices.
    fn pick(&mut self, count: usize) -> usize {
        usize::from(self.tape.next().copied().unwrap_or(0)) % count
    }

    /// Once in 128: what makes most texts wrong.
    fn rarely(&mut self) -> bool {
        self.pick(128) == 127
    }

    fn one_of(&mut self, texts: &[&str]) {
        let picked = self.pick(texts.len());
        self.out.push_str(texts[picked]);
    }

    fn white(&mut self) {
        self.one_of(&["", "", "", "", " ", "\n", "\t", "\r\n  "]);
    }

    fn root(&mut self) {
        self.white();
        match self.pick(8) {
            0..=5 => self.object(&["type:FeatureCollection", "features"], 0),
            6 => self.object(&["type:Feature", "geometry", "properties"], 0),
            _ => self.geometry(2),
        }
        self.white();
    }

    /// An object with these members, and others, in any order; `a:b` is the string b.
    fn object(&mut self, members: &[&str], deep: usize) {
        let mut members = members.to_vec();
        for more in ["other", "id", "crs", "bbox"] {
            if self.pick(6) == 5 {
                members.push(more);
            }
        }
        if self.pick(16) == 15 {
            let again = self.pick(members.len());
            members.push(members[again]);
        }
        for last in (1..members.len()).rev() {
            let with = self.pick(last + 1);
            // Without choices the order stays.
            members.swap(last, last - with);
        }
        self.out.push('{');
        for (index, member) in members.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            let (key, string) = member.split_once(':').unwrap_or((member, ""));
            self.white();
            self.key(key);
            self.white();
            self.out.push(':');
            self.white();
            match key {
                "type" => self.kind(string),
                "features" => self.list(6, |m| {
                    m.object(&["type:Feature", "geometry", "properties"], 1);
                }),
                "geometry" if self.pick(8) == 7 => self.out.push_str("null"),
                "geometry" => self.geometry(3),
                "geometries" => self.list(3, |m| m.geometry(deep)),
                "properties" if self.pick(8) == 7 => self.out.push_str("null"),
                "properties" => self.values(3),
                "crs" => self.one_of(&[
                    "null",
                    r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}"#,
                ]),
                _ => match key.strip_prefix("coordinates") {
                    Some(depth) => self.coordinates(depth.parse().unwrap_or(0)),
                    None => self.value(3),
                },
            }
            self.white();
        }
        self.out.push('}');
    }

    /// A key, perhaps with its first letter escaped.
    fn key(&mut self, key: &str) {
        let key = key.trim_end_matches(|c: char| c.is_ascii_digit());
        if self.pick(16) == 15 {
            let first = u32::from(key.as_bytes()[0]);
            self.out
                .push_str(&format!("\"\\u{first:04x}{}\"", &key[1..]));
        } else {
            self.out.push_str(&format!("\"{key}\""));
        }
    }

    fn kind(&mut self, kind: &str) {
        if self.rarely() {
            self.one_of(&["null", "7", "\"point\"", "[]", "\"Topology\""]);
        } else {
            self.out.push_str(&format!("\"{kind}\""));
        }
    }

    fn geometry(&mut self, deep: usize) {
        let kinds: [&[&str]; 7] = [
            &["type:Point", "coordinates1"],
            &["type:LineString", "coordinates2"],
            &["type:Polygon", "coordinates3"],
            &["type:MultiPolygon", "coordinates4"],
            &["type:MultiLineString", "coordinates3"],
            &["type:MultiPoint", "coordinates2"],
            &["type:GeometryCollection", "geometries"],
        ];
        let picked = self.pick(if deep == 0 { 6 } else { 7 });
        self.object(kinds[picked], deep.saturating_sub(1));
    }

    /// An array of at most `most` items, seldom empty.
    fn list(&mut self, most: usize, mut item: impl FnMut(&mut Self)) {
        self.out.push('[');
        self.white();
        let count = if self.rarely() {
            0
        } else {
            1 + self.pick(most)
        };
        for index in 0..count {
            if index > 0 {
                self.out.push(',');
            }
            self.white();
            item(self);
            self.white();
        }
        self.out.push(']');
    }

    fn coordinates(&mut self, depth: usize) {
        if self.rarely() {
            // Nested unevenly, too deep, or no coordinates at all.
            return match self.pick(4) {
                0 => self.coordinates(depth + 1),
                1 => self.value(2),
                2 => self.out.push_str("[]"),
                _ => self.out.push_str("null"),
            };
        }
        if depth > 1 {
            return self.list(5, |m| m.coordinates(depth - 1));
        }
        let count = if self.rarely() {
            1
        } else {
            [2, 2, 2, 3, 4][self.pick(5)]
        };
        self.out.push('[');
        for index in 0..count {
            if index > 0 {
                self.out.push(',');
            }
            self.white();
            match self.rarely() {
                true => self.out.push_str("null"),
                false => self.number(),
            }
            self.white();
        }
        self.out.push(']');
    }

    fn number(&mut self) {
        if self.rarely() {
            return self.one_of(&["1e400", "-1e309", "01", "1.", ".5", "+1", "NaN", "-", "1e"]);
        }
        match self.pick(8) {
            0..=2 => {
                self.one_of(&["", "-"]);
                self.one_of(&["0", "1", "17", "179"]);
                self.out.push('.');
                self.digits(18);
            }
            3 => self.one_of(&[
                "0",
                "-0",
                "-0.0",
                "0e5",
                "9007199254740993",
                "18446744073709551616",
                "5e-324",
                "2.4703282292062327e-324",
                "1.7976931348623157e308",
                "1e22",
                "1E+2",
                "1e-5",
                "0.1e1",
            ]),
            4 => {
                self.one_of(&["1", "-9"]);
                self.digits(60);
            }
            5 => {
                self.one_of(&["3.", "0.000"]);
                self.digits(40);
                self.one_of(&["", "e-7", "E12", "e+00", "e-30"]);
            }
            _ => {
                self.one_of(&["4", "-2"]);
                self.digits(2);
            }
        }
    }

    fn digits(&mut self, most: usize) {
        for _ in 0..=self.pick(most) {
            self.one_of(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
        }
    }

    fn string(&mut self) {
        self.out.push('"');
        for _ in 0..self.pick(5) {
            if self.rarely() {
                self.one_of(&[r"\ud800", "\n", r"\x", r"\u12"]);
            } else {
                self.one_of(&[
                    "a",
                    "Ω",
                    "漢",
                    "😀",
                    r"\n",
                    r#"\""#,
                    r"\\",
                    r"\/",
                    r"\u00e9",
                    r"\ud83d\ude00",
                    "[",
                    "}",
                    ":",
                ]);
            }
        }
        self.out.push('"');
    }

    /// Any value, at most `deep` levels of arrays and objects.
    fn value(&mut self, deep: usize) {
        match self.pick(if deep == 0 { 5 } else { 7 }) {
            0 => self.out.push_str("null"),
            1 => self.out.push_str("true"),
            2 => self.out.push_str("false"),
            3 => self.number(),
            4 => self.string(),
            5 => self.list(3, |m| m.value(deep - 1)),
            _ => self.values(deep),
        }
    }

    /// An object of any values, its keys perhaps alike.
    fn values(&mut self, deep: usize) {
        self.out.push('{');
        for index in 0..self.pick(4) {
            if index > 0 {
                self.out.push(',');
            }
            self.white();
            match self.pick(3) {
                0 => self.out.push_str(r#""name""#),
                1 => self.out.push_str(r#""code""#),
                _ => self.string(),
            }
            self.white();
            self.out.push(':');
            self.white();
            self.value(deep - 1);
            self.white();
        }
        self.out.push('}');
    }
}
