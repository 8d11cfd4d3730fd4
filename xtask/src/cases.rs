use crate::process::Outcome;
pub(crate) fn bless() -> Outcome {
    Ok(())
}
