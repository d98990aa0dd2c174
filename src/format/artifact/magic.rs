//! What bytes that are no text look like, as far as their first few tell.

/// Marks of formats: where they stand, what they are, the words for it.
const MARKS: [(usize, &[u8], &str); 24] = [
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\0asm", "a program"),
    (0, b"\x89PNG", "an image"),
    (0, b"\xff\xd8\xff", "an image"),
    (0, b"GIF8", "an image"),
    (0, b"RIFF", "a media file"),
    (0, b"%PDF", "a PDF document"),
    (0, b"SQLite format 3\0", "a SQLite database"),
    (0, b"PAR1", "a Parquet table"),
    (0, b"7z\xbc\xaf", "a 7-Zip archive"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"\xfd7zXZ", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (0, b"BZh", "a bzip2 archive"),
    (257, b"ustar", "a tar archive: unpack it first"),
    (0, b"\x89HDF", HDF5),
    (0, b"GGUF", "a GGUF model file, not a report"),
    (0, b"\x93NUMPY", "a NumPy array, not a report"),
    (4, b"TFL3", "a TensorFlow Lite model file, not a report"),
    (0, b"\x08\x07\x12", ONNX),
    (0, b"\x08\x08\x12", ONNX),
    (0, b"\x08\x09\x12", ONNX),
];

const HDF5: &str = "an HDF5 model file, not a report";
const ONNX: &str = "an ONNX model file, not a report";
const PICKLE: &str = "a pickled model file, not a report; it was not loaded";
const SAFETENSORS: &str = "a safetensors model file, not a report";

/// The words for a format that the bytes begin like.
pub(super) fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    if let [0x80, 2..=5, ..] = bytes {
        return Some(PICKLE);
    }
    if is_safetensors(bytes) {
        return Some(SAFETENSORS);
    }
    MARKS
        .iter()
        .find(|(at, mark, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark)))
        .map(|(.., words)| *words)
}

/// A safetensors file begins with the length of its JSON header.
fn is_safetensors(bytes: &[u8]) -> bool {
    let Some((length, rest)) = bytes.split_first_chunk::<8>() else {
        return false;
    };
    let length = u64::from_le_bytes(*length);
    rest.starts_with(b"{\"") && (2..=100_000_000).contains(&length)
}
