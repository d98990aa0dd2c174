//! A zip whose directory is lost: members are found by their own headers, one after another, as far as they go.

use std::io::{self, Read};

use flate2::bufread::DeflateDecoder;

use super::archive::Member;

const HEADER: &[u8] = b"PK\x03\x04";
const HEADER_LENGTH: usize = 30;
const END: &[u8] = b"PK\x05\x06";
/// With the longest comment behind it.
const END_LONGEST: usize = 22 + u16::MAX as usize;
const END_COUNT: usize = 10;
const ENCRYPTED: u16 = 1;
const STREAMED: u16 = 1 << 3;
/// Of what may follow a member: the next one, its sizes, or the directory.
const SIGNATURES: [&[u8]; 3] = [HEADER, b"PK\x07\x08", b"PK\x01\x02"];
/// Extra field with sizes that need 64 bits (APPNOTE 4.5.3).
const ZIP64: u16 = 1;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// Gives every member whose header can be found until `each` has had enough.
pub(super) fn members(bytes: &[u8], each: &mut dyn FnMut(Member<'_>, &mut dyn Read) -> bool) {
    let mut rest = bytes;
    while let Some(at) = find(rest) {
        rest = &rest[at..];
        let Some(local) = Local::read(rest) else {
            return;
        };
        let data = &rest[local.data..];
        // A member written as a stream states its size behind the data; deflate knows its own end.
        let sizeless = local.flags & STREAMED != 0 || local.method == DEFLATED;
        let streamed = local.packed == 0 && sizeless;
        let length = match local.method {
            STORED if streamed => next_signature(data),
            _ => local.packed,
        };
        let packed = data.get(..length).unwrap_or(data);
        let source = if streamed { data } else { packed };
        let member = Member {
            name: &local.name,
            encrypted: local.flags & ENCRYPTED != 0,
            packed: source.len() as u64,
            declared: local.size,
        };
        let mut inflate = DeflateDecoder::new(source);
        let go_on = local.name.ends_with('/')
            || match local.method {
                STORED => each(member, &mut { packed }),
                DEFLATED => each(member, &mut inflate),
                _ => each(member, &mut Unsupported),
            };
        if !go_on {
            return;
        }
        // Going on behind what was read keeps the work linear, whatever the headers claim.
        let read = usize::try_from(inflate.total_in()).unwrap_or(usize::MAX);
        let behind = read.max(length).min(data.len());
        rest = &data[behind..];
    }
}

/// How many members the directory says there are, where it says so in its short form (APPNOTE 4.3.16).
pub(super) fn stated(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(END_LONGEST)..];
    let end = tail.windows(END.len()).rposition(|window| window == END)?;
    let count = tail.get(end + END_COUNT..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*count).into()).filter(|count| *count != usize::from(u16::MAX))
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(HEADER.len())
        .position(|window| window == HEADER)
}

/// Where something else begins.
fn next_signature(bytes: &[u8]) -> usize {
    let mut windows = bytes.windows(HEADER.len());
    let end = windows.position(|window| SIGNATURES.contains(&window));
    end.unwrap_or(bytes.len())
}

/// A local file header.
struct Local {
    flags: u16,
    method: u16,
    packed: usize,
    size: u64,
    name: String,
    data: usize,
}

impl Local {
    fn read(bytes: &[u8]) -> Option<Self> {
        let short = |at: usize| {
            let pair = bytes.get(at..)?.first_chunk::<2>()?;
            Some(u16::from_le_bytes(*pair))
        };
        let long = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk::<4>()?));
        let (packed, size) = (long(18)?, long(22)?);
        let (name, extra) = (usize::from(short(26)?), usize::from(short(28)?));
        let data = HEADER_LENGTH + name + extra;
        let extra = bytes.get(HEADER_LENGTH + name..data)?;
        let name = bytes.get(HEADER_LENGTH..HEADER_LENGTH + name)?;
        let mut wide = zip64(extra).into_iter();
        let mut whole = |size| match size {
            u32::MAX => wide.next().unwrap_or_default(),
            size => size.into(),
        };
        let (size, packed) = (whole(size), whole(packed));
        Some(Self {
            flags: short(6)?,
            method: short(8)?,
            packed: usize::try_from(packed).unwrap_or(usize::MAX),
            size,
            name: String::from_utf8_lossy(name).into_owned(),
            data,
        })
    }
}

/// The sizes in the extra fields of a header that its own fields have no room for, unpacked before packed.
fn zip64(mut extra: &[u8]) -> Vec<u64> {
    while let Some((head, rest)) = extra.split_first_chunk::<4>() {
        let [kind, length] = [0, 2].map(|at| u16::from_le_bytes([head[at], head[at + 1]]));
        let Some((field, behind)) = rest.split_at_checked(length.into()) else {
            break;
        };
        if kind == ZIP64 {
            let (sizes, _) = field.as_chunks::<8>();
            return sizes.iter().map(|size| u64::from_le_bytes(*size)).collect();
        }
        extra = behind;
    }
    Vec::new()
}

/// A compression method that is not read here.
struct Unsupported;

impl Read for Unsupported {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "compression method not supported",
        ))
    }
}
