use crate::process::Outcome;
pub(crate) fn everything() -> Outcome<u8> {
    Ok(1)
}
pub(crate) fn quick() -> Outcome<u8> {
    Ok(1)
}
