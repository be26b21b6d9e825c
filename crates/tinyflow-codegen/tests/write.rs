//! What happens on disk when a file is written, and what does not.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test may fail as a test does"
)]

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use tempfile::{TempDir, tempdir};
use tinyflow_codegen::write::{
    ReadError, WriteError, Written, back_up, read_existing, write_if_changed,
};

const OLD: &[u8] = b"// old\n";
const NEW: &[u8] = b"// new\n";

fn folder_with(bytes: &[u8]) -> (TempDir, std::path::PathBuf) {
    let folder = tempdir().unwrap();
    let path = folder.path().join("flow.rs");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_same_bytes_are_not_written_again() {
    let (_folder, path) = folder_with(OLD);
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
    assert_eq!(
        write_if_changed(&path, Some(OLD), OLD).unwrap(),
        Written::Unchanged
    );
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn a_changed_file_takes_the_place_of_the_old_one() {
    let (folder, path) = folder_with(OLD);
    assert_eq!(
        write_if_changed(&path, Some(OLD), NEW).unwrap(),
        Written::Replaced
    );
    assert_eq!(read_existing(&path).unwrap().as_deref(), Some(NEW));
    assert_eq!(
        names(folder.path()),
        ["flow.rs"],
        "no temporary file is left"
    );
}

#[test]
fn a_file_changed_since_it_was_read_is_left_alone() {
    let (folder, path) = folder_with(b"// mine\n");
    for expected in [Some(OLD), None] {
        let error = write_if_changed(&path, expected, NEW).unwrap_err();
        assert!(
            matches!(error, WriteError::ChangedMeanwhile { .. }),
            "{error}"
        );
    }
    assert_eq!(fs::read(&path).unwrap(), b"// mine\n");
    fs::remove_file(&path).unwrap();
    let error = write_if_changed(&path, Some(OLD), NEW).unwrap_err();
    assert!(
        matches!(error, WriteError::ChangedMeanwhile { .. }),
        "{error}"
    );
    assert!(names(folder.path()).is_empty());
}

#[test]
fn copies_of_old_files_never_take_each_others_place() {
    let (folder, path) = folder_with(OLD);
    let first = folder.path().join("flow.rs.bak");
    let second = folder.path().join("flow.rs.bak1");
    assert_eq!(back_up(&path, OLD).unwrap(), first);
    assert_eq!(back_up(&path, OLD).unwrap(), first, "the same copy will do");
    assert_eq!(back_up(&path, NEW).unwrap(), second);
    assert_eq!(fs::read(&first).unwrap(), OLD);
    assert_eq!(fs::read(&second).unwrap(), NEW);
    assert_eq!(fs::read(&path).unwrap(), OLD);
    assert_eq!(
        names(folder.path()),
        ["flow.rs", "flow.rs.bak", "flow.rs.bak1"]
    );
}

#[test]
fn of_two_writers_of_a_new_file_one_wins() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("flow.rs");
    let start = Barrier::new(2);
    let write = |bytes: &'static [u8]| {
        start.wait();
        write_if_changed(&path, None, bytes)
    };
    let (one, two) = thread::scope(|scope| {
        let one = scope.spawn(|| write(OLD));
        let two = scope.spawn(|| write(NEW));
        (one.join().unwrap(), two.join().unwrap())
    });
    let (winner, loser) = if one.is_ok() { (OLD, two) } else { (NEW, one) };
    assert!(
        matches!(loser, Err(WriteError::ChangedMeanwhile { .. })),
        "{loser:?}"
    );
    assert_eq!(fs::read(&path).unwrap(), winner);
    assert_eq!(names(folder.path()), ["flow.rs"]);
}

#[test]
fn writers_of_the_same_bytes_do_not_hinder_each_other() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("flow.rs");
    let start = Barrier::new(8);
    let outcomes: Vec<_> = thread::scope(|scope| {
        let write = || {
            start.wait();
            write_if_changed(&path, None, NEW)
        };
        let writers: Vec<_> = (0..8).map(|_| scope.spawn(write)).collect();
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .collect()
    });
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(fs::read(&path).unwrap(), NEW);
}

#[test]
fn a_missing_folder_is_named() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("none/flow.rs");
    assert_eq!(read_existing(&path).unwrap(), None);
    let error = write_if_changed(&path, None, NEW).unwrap_err();
    assert!(
        matches!(&error, WriteError::MissingFolder { folder } if path.starts_with(folder)),
        "{error}"
    );
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempdir().unwrap();
    assert!(matches!(
        read_existing(folder.path()),
        Err(ReadError::Folder { .. })
    ));
    let error = write_if_changed(folder.path(), None, NEW).unwrap_err();
    assert!(
        matches!(error, WriteError::Read(ReadError::Folder { .. })),
        "{error}"
    );
}

#[test]
fn a_path_through_a_file_is_an_error_and_no_missing_file() {
    let (_folder, path) = folder_with(OLD);
    assert!(matches!(
        read_existing(&path.join("flow.rs")),
        Err(ReadError::Io { .. })
    ));
}

#[test]
fn a_read_only_file_is_left_alone() {
    let (_folder, path) = folder_with(OLD);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(
        write_if_changed(&path, Some(OLD), OLD).unwrap(),
        Written::Unchanged
    );
    let error = write_if_changed(&path, Some(OLD), NEW).unwrap_err();
    assert!(matches!(error, WriteError::ReadOnly { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), OLD);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn the_mode_is_kept() {
        let (_folder, path) = folder_with(OLD);
        for wanted in [0o640, 0o755, 0o600] {
            fs::set_permissions(&path, PermissionsExt::from_mode(wanted)).unwrap();
            let before = fs::read(&path).unwrap();
            let after = [&before[..], b"// more\n"].concat();
            write_if_changed(&path, Some(&before), &after).unwrap();
            assert_eq!(mode(&path), wanted);
        }
    }

    #[test]
    fn a_copy_is_as_private_as_the_file() {
        let (_folder, path) = folder_with(OLD);
        fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        assert_eq!(mode(&back_up(&path, OLD).unwrap()), 0o600);
    }

    #[test]
    fn a_new_file_has_the_mode_that_any_new_file_has() {
        let (folder, ordinary) = folder_with(OLD);
        let path = folder.path().join("new.rs");
        write_if_changed(&path, None, NEW).unwrap();
        assert_eq!(mode(&path), mode(&ordinary));
    }

    #[test]
    fn a_link_stays_and_its_target_is_replaced() {
        let (folder, path) = folder_with(OLD);
        let far = folder.path().join("far");
        fs::create_dir(&far).unwrap();
        symlink("../flow.rs", far.join("one.rs")).unwrap();
        symlink("far/one.rs", folder.path().join("two.rs")).unwrap();
        let link = folder.path().join("two.rs");
        assert_eq!(
            write_if_changed(&link, Some(OLD), NEW).unwrap(),
            Written::Replaced
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(
            fs::symlink_metadata(far.join("one.rs"))
                .unwrap()
                .is_symlink()
        );
        assert_eq!(fs::read(&path).unwrap(), NEW);
    }

    #[test]
    fn a_dangling_link_gets_its_target() {
        let folder = tempdir().unwrap();
        let link = folder.path().join("link.rs");
        symlink("flow.rs", &link).unwrap();
        assert_eq!(read_existing(&link).unwrap(), None);
        assert_eq!(
            write_if_changed(&link, None, NEW).unwrap(),
            Written::Created
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(folder.path().join("flow.rs")).unwrap(), NEW);
    }

    #[test]
    fn links_in_a_circle_are_an_error() {
        let folder = tempdir().unwrap();
        let link = folder.path().join("link.rs");
        symlink("link.rs", &link).unwrap();
        assert!(matches!(read_existing(&link), Err(ReadError::Io { .. })));
        let error = write_if_changed(&link, None, NEW).unwrap_err();
        assert!(matches!(error, WriteError::LinkCircle { .. }), "{error}");
    }

    #[test]
    fn a_socket_is_no_ordinary_file() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("socket");
        let _listener = UnixListener::bind(&path).unwrap();
        assert!(matches!(
            read_existing(&path),
            Err(ReadError::NotAFile { .. })
        ));
    }

    #[test]
    fn a_file_that_may_not_be_read_is_an_error_and_no_missing_file() {
        let (_folder, path) = folder_with(OLD);
        fs::set_permissions(&path, PermissionsExt::from_mode(0o000)).unwrap();
        // An administrator may read it all the same; then reading it is the right answer.
        match fs::File::open(&path) {
            Ok(_) => assert_eq!(read_existing(&path).unwrap().as_deref(), Some(OLD)),
            Err(_) => assert!(matches!(read_existing(&path), Err(ReadError::Io { .. }))),
        }
    }

    #[test]
    fn a_folder_that_may_not_be_written_leaves_the_file_alone() {
        let (folder, path) = folder_with(OLD);
        fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o555)).unwrap();
        // An administrator may write there all the same.
        let allowed = fs::write(folder.path().join("probe"), "").is_ok();
        let result = write_if_changed(&path, Some(OLD), NEW);
        fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        match allowed {
            true => assert_eq!(result.unwrap(), Written::Replaced),
            false => {
                assert!(matches!(result, Err(WriteError::Io { .. })));
                assert_eq!(fs::read(&path).unwrap(), OLD);
            }
        }
    }
}
