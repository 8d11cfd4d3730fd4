//! The partitions of AWS.

use super::Error;

/// A separate AWS with its own accounts and endpoints (botocore/partitions.json).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Partition {
    Aws,
    AwsCn,
    AwsUsGov,
    AwsEusc,
    AwsIso,
    AwsIsoB,
    AwsIsoE,
    AwsIsoF,
}

impl Partition {
    /// The commercial one first.
    pub(crate) const ALL: [Self; 8] =
        [Self::Aws, Self::AwsCn, Self::AwsUsGov, Self::AwsEusc, Self::AwsIso, Self::AwsIsoB, Self::AwsIsoE, Self::AwsIsoF];

    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|partition| partition.as_str() == text).ok_or(Error::PartitionUnknown)
    }

    /// The name, as the second part of an ARN has it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
            Self::AwsEusc => "aws-eusc",
            Self::AwsIso => "aws-iso",
            Self::AwsIsoB => "aws-iso-b",
            Self::AwsIsoE => "aws-iso-e",
            Self::AwsIsoF => "aws-iso-f",
        }
    }
}
