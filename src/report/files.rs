//! The files of a run: all appear, or none.
//!
//! Each is written beside its target ([`Pending`]); when all are on the disk they get their names, one after the other. Where one cannot,
//! those before it go again, and what they had replaced comes back.

use super::file::{Listed, Pending, exists, failure, folder, sync_folder, unfinished};
use crate::error::Error;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// What a run has written, none of it at its name yet. Dropped, it leaves nothing behind.
pub struct Files {
    force: bool,
    ready: Vec<Pending>,
}

impl Files {
    /// `force`: whether files that are there are replaced.
    pub fn new(force: bool) -> Self {
        Files {
            force,
            ready: Vec::new(),
        }
    }

    /// Adds a file with what `fill` writes. A link is followed, its target replaced.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) if the file exists and may not be replaced, or is no ordinary file;
    /// [`Kind::Work`](crate::error::Kind::Work) if the folder is missing or not writable, the disk is full, or `fill` fails.
    pub fn write(
        &mut self,
        path: &Path,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let pending = Pending::begin(path, self.force)?;
        let mut writer = BufWriter::with_capacity(1 << 16, pending.file());
        let written = fill(&mut writer).and_then(|()| writer.flush());
        drop(writer);
        written.map_err(|e| pending.failure(&e))?;
        self.add(pending);
        Ok(())
    }

    /// The same for what writes to a path of its own accord: `fill` is given that of an empty file beside the target.
    ///
    /// # Errors
    /// As [`Files::write`].
    pub fn write_path(
        &mut self,
        path: &Path,
        fill: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), Error> {
        let pending = Pending::begin(path, self.force)?;
        fill(pending.beside()).map_err(|e| pending.failure(&e))?;
        self.add(pending);
        Ok(())
    }

    /// Adds a file that is written.
    pub fn add(&mut self, pending: Pending) {
        self.ready.push(pending);
    }

    /// Gives every file its name.
    ///
    /// # Errors
    /// As [`Files::write`]; no file has appeared then, and those that were there are as they were.
    pub fn appear(self) -> Result<(), Error> {
        for pending in &self.ready {
            (pending.file().sync_all()).map_err(|e| pending.failure(&e))?;
        }
        let (_listed, parts): (Vec<Listed>, Vec<Parts>) =
            self.ready.into_iter().map(Parts::of).unzip();
        // Who removes unfinished files waits until all are finished: dropped before `_listed`, which asks for it too.
        let _guard = unfinished();
        let only = parts.len() == 1;
        let mut done: Vec<Appeared> = Vec::new();
        for part in parts {
            match part.place(self.force, only) {
                Ok(appeared) => done.push(appeared),
                Err(error) => {
                    let lost: Vec<String> = (done.into_iter().rev())
                        .filter_map(Appeared::undo)
                        .collect();
                    return Err(if lost.is_empty() {
                        error
                    } else {
                        let what = format!("{}; already replaced: {}", error.what, lost.join(", "));
                        error.saying(what)
                    });
                }
            }
        }
        // The names last once the folders are on the disk.
        let mut folders: Vec<PathBuf> = Vec::new();
        for appeared in &done {
            let folder = folder(&appeared.target).to_owned();
            if !folders.contains(&folder) {
                sync_folder(&folder);
                folders.push(folder);
            }
        }
        Ok(())
    }
}

/// Writes one file alone.
///
/// # Errors
/// As [`Files::write`]; an older file is as it was.
pub fn write_file(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    let mut files = Files::new(force);
    files.write(path, fill)?;
    files.appear()
}

/// A file that is written and has no name yet.
struct Parts {
    path: PathBuf,
    target: PathBuf,
    temporary: NamedTempFile,
}

/// A file at its name.
struct Appeared {
    path: PathBuf,
    target: PathBuf,
    before: Before,
}

/// What stood there before.
enum Before {
    Nothing,
    /// Under another name, removed when this goes.
    Kept(TempPath),
    /// A file system without links has it no more.
    Lost,
}

impl Parts {
    fn of(pending: Pending) -> (Listed, Parts) {
        let (path, target, temporary, listed) = pending.into_parts();
        let parts = Parts {
            path,
            target,
            temporary,
        };
        (listed, parts)
    }

    /// `only`: no other file can fail after this one.
    fn place(self, force: bool, only: bool) -> Result<Appeared, Error> {
        let Parts {
            path,
            target,
            temporary,
        } = self;
        let mut before = Before::Nothing;
        if force {
            if !only && target.exists() {
                before = keep(&target).map_or(Before::Lost, Before::Kept);
            }
            (temporary.persist(&target)).map_err(|e| failure(&path, &e.error))?;
        } else {
            // A file that appeared since the check is not replaced either.
            let placed = temporary.persist_noclobber(&target);
            placed.map_err(|e| match e.error.kind() {
                ErrorKind::AlreadyExists => exists(&path),
                _ => failure(&path, &e.error),
            })?;
        }
        Ok(Appeared {
            path,
            target,
            before,
        })
    }
}

impl Appeared {
    /// Takes the file away again; gives its name where what it replaced cannot come back.
    fn undo(self) -> Option<String> {
        let undone = match self.before {
            Before::Nothing => fs::remove_file(&self.target),
            Before::Kept(old) => fs::rename(&old, &self.target),
            Before::Lost => Err(ErrorKind::Unsupported.into()),
        };
        undone.err().map(|_| self.path.display().to_string())
    }
}

/// A second name for a file.
fn keep(target: &Path) -> io::Result<TempPath> {
    let named = tempfile::Builder::new()
        .prefix(".standoff-")
        .suffix(".part")
        .make_in(folder(target), |name| fs::hard_link(target, name))?;
    Ok(named.into_temp_path())
}

#[cfg(test)]
mod tests {
    use super::super::file::check_target;
    use super::*;
    use crate::error::Kind;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("the folder is there")
            .map(|e| {
                e.expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn hello(out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"hello")
    }

    #[test]
    fn a_file_is_written_whole_with_ordinary_permissions() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        write_file(&path, false, hello).expect("it can be written");
        assert_eq!(fs::read(&path).expect("it is there"), b"hello");
        assert_eq!(names(folder.path()), ["a.csv"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |p: &Path| fs::metadata(p).expect("it is there").permissions().mode();
            let other = folder.path().join("b");
            fs::write(&other, "").expect("it can be written");
            assert_eq!(mode(&path), mode(&other));
        }
    }

    #[test]
    fn an_existing_file_is_replaced_only_by_force() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").expect("it can be written");
        for error in [check_target(&path, false), write_file(&path, false, hello)] {
            let error = error.expect_err("it exists");
            assert_eq!(error.kind, Kind::Usage);
            assert!(error.remedy.contains("‹force›"));
        }
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
        check_target(&path, true).expect("force");
        assert_eq!(fs::read(&path).expect("a check changes nothing"), b"old");
        write_file(&path, true, hello).expect("force");
        assert_eq!(fs::read(&path).expect("it is there"), b"hello");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_file_that_appears_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        let error = write_file(&path, false, |out| {
            fs::write(&path, "another's")?;
            hello(out)
        });
        assert_eq!(error.expect_err("it exists now").kind, Kind::Usage);
        assert_eq!(fs::read(&path).expect("it is there"), b"another's");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_failing_writer_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        for (kind, says) in [
            (ErrorKind::StorageFull, "full"),
            (ErrorKind::Other, "cannot be written"),
        ] {
            let error = write_file(&path, false, |out| {
                out.write_all(&[b'x'; 200_000])?;
                Err(kind.into())
            })
            .expect_err("the writer fails");
            assert_eq!(error.kind, Kind::Work);
            assert!(
                error.what.contains(says) && error.to_string().contains("a.csv"),
                "{error}"
            );
            assert!(names(folder.path()).is_empty());
        }
        fs::write(&path, "old").expect("it can be written");
        write_file(&path, true, |_| Err(ErrorKind::StorageFull.into()))
            .expect_err("the writer fails");
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_missing_folder_or_a_folder_as_target_is_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = check_target(&folder.path().join("no/a.csv"), false).expect_err("no folder");
        assert_eq!(missing.kind, Kind::Work);
        assert!(missing.what.contains("does not exist"), "{missing}");
        fs::write(folder.path().join("f"), "").expect("it can be written");
        let file = check_target(&folder.path().join("f/a.csv"), false).expect_err("f is a file");
        assert!(file.what.contains("no folder"), "{file}");
        assert_eq!(
            check_target(folder.path(), true)
                .expect_err("a folder")
                .kind,
            Kind::Usage
        );
        assert_eq!(
            check_target(Path::new(""), true).expect_err("no name").kind,
            Kind::Usage
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_its_target_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").expect("it can be written");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        write_file(&link, true, hello).expect("force");
        assert!(
            fs::symlink_metadata(&link)
                .expect("it is there")
                .is_symlink()
        );
        assert_eq!(fs::read(&real).expect("it is there"), b"hello");
    }

    #[test]
    fn none_of_several_files_appears_where_one_cannot() {
        let folder = tempfile::tempdir().expect("a folder");
        let [a, b, c] = ["a.csv", "b.csv", "c.csv"].map(|name| folder.path().join(name));
        fs::write(&a, "old").expect("it can be written");
        for force in [false, true] {
            let mut files = Files::new(force);
            if force {
                files.write(&a, hello).expect("force");
            }
            files.write(&b, hello).expect("a new one");
            files.write(&c, hello).expect("a new one");
            if force {
                // What takes no file over it, force or not.
                fs::create_dir(&c).expect("a folder");
                fs::write(c.join("x"), "").expect("not empty");
            } else {
                fs::write(&c, "another's").expect("it can be written");
            }
            let error = files.appear().expect_err("one cannot");
            assert!(error.to_string().contains("c.csv"), "{error}");
            assert!(!error.to_string().contains(".part"), "{error}");
            assert_eq!(fs::read(&a).expect("it is there"), b"old");
            assert_eq!(names(folder.path()), ["a.csv", "c.csv"]);
            if !force {
                fs::remove_file(&c).expect("it can go");
            }
        }
    }

    #[test]
    fn all_files_appear_and_what_they_replace_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let [a, b] = ["a.csv", "b.csv"].map(|name| folder.path().join(name));
        fs::write(&a, "old").expect("it can be written");
        let mut files = Files::new(true);
        files.write(&a, hello).expect("force");
        files
            .write_path(&b, |path| fs::write(path, "hello"))
            .expect("a new one");
        assert_eq!(names(folder.path()).len(), 3);
        files.appear().expect("both");
        assert_eq!(names(folder.path()), ["a.csv", "b.csv"]);
        for path in [a, b] {
            assert_eq!(fs::read(path).expect("it is there"), b"hello");
        }
    }
}
