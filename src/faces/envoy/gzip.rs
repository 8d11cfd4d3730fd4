//! Unpacks what an identity provider packed with gzip (RFC 1952).

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    NotGzip,
    /// A small body that would fill the memory.
    TooLarge,
}

/// Blocks and members of one body. zlib writes a block for some 16,000 symbols and one for each flush. One that says nothing
/// takes 10 bits and makes its reader build its tables anew: megabytes of them would hold up a worker of Envoy for seconds.
const PARTS: usize = 10_000;

/// At most a byte more than `limit` is ever written, whatever the body claims.
pub(super) fn unpack(packed: &[u8], limit: usize) -> Result<Vec<u8>, Unreadable> {
    let mut unpacked = Vec::new();
    let (mut rest, mut parts) = (packed, PARTS);
    // Members follow each other, and mean what they hold together (§2.2).
    while !rest.is_empty() {
        rest = member(rest, &mut unpacked, limit, &mut parts)?;
    }
    Ok(unpacked)
}

/// Appends what a member holds, and says what comes after it.
fn member<'a>(packed: &'a [u8], unpacked: &mut Vec<u8>, limit: usize, parts: &mut usize) -> Result<&'a [u8], Unreadable> {
    let mut rest = after_header(packed).ok_or(Unreadable::NotGzip)?;
    let start = unpacked.len();
    let mut written = 0;
    let mut inflater = Box::<DecompressorOxide>::default();
    loop {
        // A member refers to nothing before its own beginning.
        let own = unpacked.get_mut(start..).unwrap_or_default();
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF | TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY;
        let (status, read, wrote) = decompress(&mut inflater, rest, own, written, flags);
        rest = rest.get(read..).unwrap_or_default();
        written += wrote;
        match status {
            TINFLStatus::Done => break,
            TINFLStatus::BlockBoundary => *parts = parts.checked_sub(1).ok_or(Unreadable::NotGzip)?,
            TINFLStatus::HasMoreOutput if unpacked.len() > limit => return Err(Unreadable::TooLarge),
            TINFLStatus::HasMoreOutput => {
                let room = unpacked.len().max(rest.len()).max(512).saturating_mul(2);
                unpacked.resize(room.min(limit.saturating_add(1)), 0);
            }
            _ => return Err(Unreadable::NotGzip),
        }
    }
    unpacked.truncate(start.saturating_add(written));
    if unpacked.len() > limit {
        return Err(Unreadable::TooLarge);
    }
    *parts = parts.checked_sub(1).ok_or(Unreadable::NotGzip)?;
    let own = unpacked.get(start..).unwrap_or_default();
    let trailer = [checksum(own), u32::try_from(written).unwrap_or_default()].map(u32::to_le_bytes);
    rest.strip_prefix(trailer.concat().as_slice()).ok_or(Unreadable::NotGzip)
}

/// §2.3.
fn after_header(member: &[u8]) -> Option<&[u8]> {
    const HEADER_CHECKSUM: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const RESERVED: u8 = 0b1110_0000;
    let (&[_, _, _, flags, ..], mut rest) = member.split_first_chunk::<10>()?;
    if !member.starts_with(&[0x1f, 0x8b, 8]) || flags & RESERVED != 0 {
        return None;
    }
    if flags & EXTRA != 0 {
        let (length, after) = rest.split_first_chunk()?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            rest = rest.get(memchr::memchr(0, rest)? + 1..)?;
        }
    }
    if flags & HEADER_CHECKSUM != 0 { rest.get(2..) } else { Some(rest) }
}

/// CRC-32 (§8), by half bytes: the tables of a fast one are larger than all else here.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| TABLE.get((sum & 15) as usize).map_or(0, |half| half ^ (sum >> 4));
    !bytes.iter().fold(!0, |sum, byte| step(step(sum ^ u32::from(*byte))))
}

const TABLE: [u32; 16] = [
    0x0000_0000,
    0x1db7_1064,
    0x3b6e_20c8,
    0x26d9_30ac,
    0x76dc_4190,
    0x6b6b_51f4,
    0x4db2_6158,
    0x5005_713c,
    0xedb8_8320,
    0xf00f_9344,
    0xd6d6_a3e8,
    0xcb61_b38c,
    0x9b64_c2b0,
    0x86d3_d2d4,
    0xa00a_e278,
    0xbdbd_f21c,
];

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder};

    use super::{Unreadable, checksum, unpack};

    fn pack(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut packer = GzBuilder::new().write(Vec::new(), Compression::new(level));
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// Texts of many lengths, and bytes that no coding makes shorter.
    fn samples() -> Vec<Vec<u8>> {
        let mut state = 1_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let mut samples: Vec<Vec<u8>> = vec![Vec::new(), b"{}".to_vec(), vec![b' '; 3 << 20]];
        samples.extend([1, 511, 512, 513, 70_000, 1 << 20].map(|length| (0..length).map(|_| noise()).collect()));
        samples.extend([10, 1_000, 100_000].map(|count| br#"{"value":"u-123"},"#.repeat(count)));
        samples
    }

    #[test]
    fn what_another_packs_is_unpacked() {
        for sample in samples() {
            for level in [0, 1, 6, 9] {
                let packed = pack(&sample, level);
                assert_eq!(unpack(&packed, 4 << 20).as_ref(), Ok(&sample));
                assert_eq!(unpack(&packed, sample.len()).as_ref(), Ok(&sample));
                if let Some(less) = sample.len().checked_sub(1) {
                    assert_eq!(unpack(&packed, less), Err(Unreadable::TooLarge), "{less}");
                }
            }
        }
    }

    #[test]
    fn members_follow_each_other_and_headers_may_say_more() {
        let builder = GzBuilder::new().filename("a.json").comment("b").extra(vec![0, 1, 0]).mtime(7);
        let mut packer = builder.write(Vec::new(), Compression::fast());
        packer.write_all(b"{\"a\"").unwrap();
        let first = packer.finish().unwrap();
        let both = [first.as_slice(), &pack(b":1}", 6)].concat();
        assert_eq!(unpack(&both, 100).as_deref(), Ok(b"{\"a\":1}".as_slice()));
        assert_eq!(unpack(&both, 5), Err(Unreadable::TooLarge));
        assert_eq!(unpack(&[first.as_slice(), b"x"].concat(), 100), Err(Unreadable::NotGzip));
        // The checksum of the header, which zlib's writers never write.
        let mut packed = pack(b"{}", 6);
        packed[3] = 2;
        packed.splice(10..10, [0, 0]);
        assert_eq!(unpack(&packed, 100).as_deref(), Ok(b"{}".as_slice()));
    }

    #[test]
    fn what_is_cut_or_changed_is_no_gzip() {
        let text = br#"{"userName":"ada","displayName":"Ada L"}"#.repeat(3);
        let packed = pack(&text, 6);
        for length in 1..packed.len() {
            assert_eq!(unpack(&packed[..length], 1_000), Err(Unreadable::NotGzip), "{length}");
        }
        for index in 0..packed.len() {
            let mut changed = packed.clone();
            changed[index] ^= 0x20;
            // Time, effort and system are nobody's business, nor are the bits that fill the last byte before the checksum.
            let (ignored, filling) = ((4..10).contains(&index), index + 9 == packed.len());
            match unpack(&changed, 1_000) {
                Ok(unpacked) => assert!(unpacked == text && (ignored || filling), "{index}"),
                Err(error) => assert!(error == Unreadable::NotGzip && !ignored, "{index}"),
            }
        }
    }

    #[test]
    fn a_body_of_blocks_that_say_nothing_is_given_up_soon() {
        // A block in the fixed code that ends at once: 0, 01 from its low end, 0000000. Four of them are five bytes.
        let packed = |count| {
            let blocks = [0b0000_0010, 0b0000_1000, 0b0010_0000, 0b1000_0000, 0].repeat(count);
            // The last one, a checksum and a length of nothing.
            [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0], blocks.as_slice(), &[3], &[0; 9]].concat()
        };
        assert_eq!(unpack(&packed(1_000), 4 << 20), Ok(Vec::new()));
        assert_eq!(unpack(&packed(800_000), 4 << 20), Err(Unreadable::NotGzip));
        let members = pack(b"", 6).repeat(200_000);
        assert_eq!(unpack(&members, 4 << 20), Err(Unreadable::NotGzip));
        // One block more than nothing is no attack.
        assert_eq!(unpack(&pack(b"", 6).repeat(4_000), 4 << 20), Ok(Vec::new()));
    }

    #[test]
    fn the_checksum_is_the_one_of_gzip() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }
}
