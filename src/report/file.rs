//! Files that appear whole or not at all: written beside the target, then renamed over it.

use crate::error::{Error, Place};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

/// Writes a file with what `fill` writes. The name appears when all is on the disk; if anything fails nothing is left behind and
/// an older file stays as it was. A link is followed, its target replaced.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) if the file exists and `force` is not set, or is no ordinary file;
/// [`Kind::Work`](crate::error::Kind::Work) if the folder is missing or not writable, the disk is full, or `fill` fails.
pub fn write_file(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    write_beside(path, force, |temporary| {
        let mut writer = BufWriter::with_capacity(1 << 16, temporary);
        fill(&mut writer)?;
        writer.flush()
    })
}

/// The same for what writes to a path of its own accord: `fill` is given that of an empty file beside the target.
///
/// # Errors
/// As [`write_file`].
pub fn write_path(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), Error> {
    write_beside(path, force, |temporary| fill(temporary.path()))
}

fn write_beside(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut NamedTempFile) -> io::Result<()>,
) -> Result<(), Error> {
    let mut pending = Pending::begin(path, force)?;
    fill(&mut pending.temporary).map_err(|e| pending.failure(&e))?;
    pending.appear()
}

/// The files that are being written, for [`abandon`].
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file's place in that list.
struct Listed(PathBuf);

impl Listed {
    fn new(path: &Path) -> Self {
        unfinished().push(path.to_owned());
        Listed(path.to_owned())
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        unfinished().retain(|path| *path != self.0);
    }
}

/// Removes every file that is being written: for a program that is about to end in the midst of it. Nothing can appear afterwards.
pub fn abandon() {
    for path in unfinished().drain(..) {
        // One that cannot be removed stays; nobody is left to be told.
        let _ = fs::remove_file(path);
    }
}

/// A file that is being written beside its target: for several that are written side by side. Dropped, it leaves nothing behind.
pub struct Pending {
    path: PathBuf,
    target: PathBuf,
    force: bool,
    temporary: NamedTempFile,
    _listed: Listed,
}

impl Pending {
    /// # Errors
    /// As [`write_file`].
    pub fn begin(path: &Path, force: bool) -> Result<Self, Error> {
        let target = target(path, force)?;
        let temporary = temporary(&target).map_err(|e| failure(path, &e))?;
        Ok(Pending {
            path: path.to_owned(),
            _listed: Listed::new(temporary.path()),
            temporary,
            target,
            force,
        })
    }

    /// What is written to.
    pub fn file(&self) -> &File {
        self.temporary.as_file()
    }

    /// Where that is, for what writes to a path of its own accord.
    pub fn beside(&self) -> &Path {
        self.temporary.path()
    }

    /// Gives the file its name: all must have been written.
    ///
    /// # Errors
    /// As [`write_file`].
    pub fn appear(self) -> Result<(), Error> {
        let Pending {
            path,
            target,
            force,
            temporary,
            _listed,
        } = self;
        (temporary.as_file().sync_all()).map_err(|e| failure(&path, &e))?;
        if force {
            temporary
                .persist(&target)
                .map_err(|e| failure(&path, &e.error))?;
        } else {
            // A file that appeared since the check is not replaced either.
            temporary
                .persist_noclobber(&target)
                .map_err(|e| match e.error.kind() {
                    ErrorKind::AlreadyExists => exists(&path),
                    _ => failure(&path, &e.error),
                })?;
        }
        // The rename itself lasts once the folder is on the disk; systems that cannot do this lose nothing but that.
        if let Ok(folder) = File::open(folder(&target)) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// What a failing write means for the user.
    pub fn failure(&self, error: &io::Error) -> Error {
        failure(&self.path, error)
    }
}

/// Whether [`write_file`] could begin now: to be asked before the long work.
///
/// # Errors
/// As [`write_file`].
pub fn check_target(path: &Path, force: bool) -> Result<(), Error> {
    let target = target(path, force)?;
    temporary(&target).map(drop).map_err(|e| failure(path, &e))
}

/// Whether the name can be an output's, and is free: what of [`check_target`] leaves no trace even where the run is killed.
///
/// # Errors
/// As [`write_file`], of kind usage.
pub fn check_name(path: &Path, force: bool) -> Result<(), Error> {
    target(path, force).map(drop)
}

/// The file to replace or create.
fn target(path: &Path, force: bool) -> Result<PathBuf, Error> {
    if path.file_name().is_none() {
        return Err(Error::usage("an output needs a file name")
            .at(place(path))
            .remedy("give a path that ends in a file name"));
    }
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(Error::usage("the output is a folder")
            .at(place(path))
            .remedy("give the path of a file")),
        Ok(found) if !found.is_file() => Err(Error::usage("the output is no ordinary file")
            .at(place(path))
            .remedy("give the path of a file, or use standard output")),
        Ok(_) if !force => Err(exists(path)),
        Ok(_) => fs::canonicalize(path).map_err(|e| failure(path, &e)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(path.to_owned()),
        Err(e) => Err(failure(path, &e)),
    }
}

/// The folder that holds a file.
pub fn folder(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn temporary(target: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".standoff-").suffix(".part");
    // A temporary file is private by default; the result has the permissions of any new file, by the umask.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder(target))
}

fn place(path: &Path) -> Place {
    Place {
        file: Some(path.display().to_string()),
        ..Place::default()
    }
}

fn exists(path: &Path) -> Error {
    Error::usage("the output file exists")
        .at(place(path))
        .remedy("give --force to replace it, or another name")
}

fn failure(path: &Path, error: &io::Error) -> Error {
    let (what, remedy) = match error.kind() {
        ErrorKind::NotFound => (
            "the output's folder does not exist".to_owned(),
            "create it, or write elsewhere",
        ),
        ErrorKind::NotADirectory => (
            "a part of the output's path is no folder".to_owned(),
            "write elsewhere",
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            "the output's folder is not writable".to_owned(),
            "change its permissions, or write elsewhere",
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
            "the disk is full; nothing was written".to_owned(),
            "make room, write elsewhere, or give a coarser --tolerance",
        ),
        _ => (
            format!("the output cannot be written: {error}"),
            "write elsewhere",
        ),
    };
    Error::work(what).at(place(path)).remedy(remedy)
}

#[cfg(test)]
mod tests {
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
            assert!(error.remedy.contains("--force"));
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
}
