"""Makes names.csv: what people call the shipped territories, units and groups, with a source and a licence for each row.

    names.py TERRITORIES.json CODES.json UNITS.geojson.gz OWN.csv OUT.csv

In, by falling rank: the names in the shipped units (Natural Earth); English names and codes of CLDR; our own list. A name of the same
letters and the same codes stands once, from the source of highest rank. Out: name,code,kind,since,source,licence, sorted.
"""

import csv
import gzip
import json
import sys
import unicodedata

CLDR = "Unicode CLDR 46.0.0, English"
OWN = "MIT OR Apache-2.0"
# CLDR's regions that are no shipped territory under their ISO 3166-1 code: names-own.csv has them.
ELSEWHERE = {"XK", "PS", "SS", "EH", "AX", "GF", "GP", "MQ", "RE", "YT", "BQ", "SJ", "BV", "CC", "CX", "AC", "TA", "DG", "CP", "EA",
             "IC", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "CQ"}
NAMED = {"XK": "KOS", "PS": "PSX", "SS": "SDS", "EH": "SAH", "AX": "ALD", "CP": "CLP"}


def fold(name):
    """The letters that names are told apart by: as src/border/names/fold.rs has it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    words = plain.replace("&", " and ").replace("'", "").replace("\u2019", "").replace(".", "")
    words = "".join(c if c.isalnum() else " " for c in words).split()
    words = ["saint" if w == "st" else w for w in words]
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def main(territories, codes, units, own, out):
    rows, seen = [], set()

    def add(name, code, kind, since, source, licence):
        key = (fold(name), code, kind in ("name", "code"))
        if key not in seen:
            seen.add(key)
            rows.append([name, code, kind, since, source, licence])

    with gzip.open(units, "rt", encoding="utf-8") as file:
        shipped = {f["properties"]["unit"]: f["properties"] for f in json.load(file)["features"]}
    for unit, of in shipped.items():
        # Oblasts that are two units have their names in our own list.
        if unit not in ("UKR-43", "UKR-09", "UKR-14"):
            add(of["name"], unit, "name" if of["kind"] == "country" else "unit", "", "Natural Earth 5, units.geojson", "public domain")
    with open(codes, encoding="utf-8") as file:
        mapping = json.load(file)["supplemental"]["codeMappings"]
    with open(territories, encoding="utf-8") as file:
        names = json.load(file)["main"]["en"]["localeDisplayNames"]["territories"]
    for key, name in names.items():
        region, _, _ = key.partition("-alt-")
        if region.isdigit():
            continue
        code = NAMED.get(region) or ("" if region in ELSEWHERE else mapping[region]["_alpha3"])
        if not code:
            continue
        assert code in shipped, (region, code)
        add(name, code, "name", "", CLDR + " territories", "Unicode-3.0")
        if region not in ELSEWHERE:
            add(region, code, "code", "", CLDR.replace(", English", "") + " codeMappings, ISO 3166-1", "Unicode-3.0")
        numeric = mapping[region].get("_numeric")
        if numeric and int(numeric) < 900:
            add(numeric, code, "code", "", CLDR.replace(", English", "") + " codeMappings, UN M49", "Unicode-3.0")
    with open(own, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in row["code"].split():
                assert code in shipped or row["kind"] == "alliance", row
            for name in row["names"].split("|"):
                add(name, row["code"], row["kind"], row["since"], row["source"], OWN)
    rows.sort(key=lambda row: (fold(row[0]), row[1], row[0]))
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "code", "kind", "since", "source", "licence"])
        writer.writerows(rows)
    print(f"{len(rows)} rows, {len({fold(row[0]) for row in rows})} names", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
