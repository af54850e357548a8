//! A file that is written beside its target, and gets its name when all of a run's are whole ([`files`](super::files)).

use crate::error::{Error, Place};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

/// The files that are being written, for [`abandon`].
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

pub(super) fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file's place in that list.
pub(super) struct Listed(PathBuf);

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

/// A file that is being written beside its target: dropped, it leaves nothing behind.
pub struct Pending {
    path: PathBuf,
    target: PathBuf,
    temporary: NamedTempFile,
    _listed: Listed,
}

impl Pending {
    /// # Errors
    /// As [`Files::write`](super::files::Files::write).
    pub fn begin(path: &Path, force: bool) -> Result<Self, Error> {
        let target = target(path, force)?;
        let temporary = temporary(&target).map_err(|e| failure(path, &e))?;
        Ok(Pending {
            path: path.to_owned(),
            _listed: Listed::new(temporary.path()),
            temporary,
            target,
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

    /// The name that the user gave, the file to replace or create, what is written, and its place among the unfinished.
    pub(super) fn into_parts(self) -> (PathBuf, PathBuf, NamedTempFile, Listed) {
        (self.path, self.target, self.temporary, self._listed)
    }

    /// What a failing write means for the user.
    pub fn failure(&self, error: &io::Error) -> Error {
        failure(&self.path, error)
    }
}

/// Whether a file could be begun now: to be asked before the long work.
///
/// # Errors
/// As [`Pending::begin`].
pub fn check_target(path: &Path, force: bool) -> Result<(), Error> {
    let target = target(path, force)?;
    temporary(&target).map(drop).map_err(|e| failure(path, &e))
}

/// Whether the name can be an output's, and is free: what of [`check_target`] leaves no trace even where the run is killed.
///
/// # Errors
/// As [`Pending::begin`], of kind usage.
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

pub(super) fn exists(path: &Path) -> Error {
    Error::usage("the output file exists")
        .at(place(path))
        .remedy("give ‹force› to replace it, or another name")
}

pub(super) fn failure(path: &Path, error: &io::Error) -> Error {
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
            "make room, write elsewhere, or give a coarser ‹tolerance›",
        ),
        ErrorKind::FileTooLarge => (
            "the file is larger than the system allows; nothing was written".to_owned(),
            "raise the limit, write elsewhere, or give a coarser ‹tolerance›",
        ),
        _ => (
            format!("the output cannot be written: {}", reason(error)),
            "write elsewhere",
        ),
    };
    Error::work(what).at(place(path)).remedy(remedy)
}

/// An error without the name of the temporary file, which `tempfile` adds: nobody knows it.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" at path \"").unwrap_or(text.len());
    text[..end].to_owned()
}

/// Makes new names last; systems that cannot do this lose nothing but that.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
