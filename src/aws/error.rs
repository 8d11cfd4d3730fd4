//! Why a text is not what AWS calls by that name.

use crate::error::diagnostics;

diagnostics! {
    /// Why a text is no ARN, name, duration or tag.
    pub(crate) enum Error {
        /// No partition of that name.
        PartitionUnknown =>
            "aws.partition-unknown", "no AWS partition has this name",
            help "use aws, aws-cn, aws-us-gov, aws-eusc, aws-iso, aws-iso-b, aws-iso-e or aws-iso-f",
            source "botocore/partitions.json";
        /// Account IDs are 12 digits.
        AccountId { found: usize } =>
            "aws.account-id", "an AWS account ID has 12 digits; found {found} characters, or characters that are no digits",
            help "give the account's 12 digits as text, without dashes",
            source "botocore/iam";
        /// Role names are `[\w+=,.@-]`.
        RoleNameCharacters =>
            "aws.role-name-characters", "a role name has only letters, digits and _+=,.@-",
            help "correct the name; a path goes into `path`, a whole ARN needs `form`",
            source "botocore/iam";
        /// Role names have 1 to 64 characters.
        RoleNameLength { found: usize } =>
            "aws.role-name-length", "a role name has 1 to 64 characters, found {found}",
            help "use the role's name as IAM shows it",
            source "botocore/iam";
        /// IAM Identity Center owns these roles.
        RoleReserved =>
            "aws.role-reserved", "roles whose names begin with AWSReservedSSO_ cannot be assumed with SAML",
            help "assign the permission set in IAM Identity Center instead",
            source "botocore/sts";
        /// Paths are `/` or `/.../`.
        RolePath =>
            "aws.role-path", "a path is / or begins and ends with /, has printable ASCII characters and at most 512 of them",
            help "write it as IAM shows it, for example /team/",
            source "botocore/iam";
        /// Provider names are `[\w._-]`, 1 to 128.
        ProviderName =>
            "aws.provider-name", "a SAML provider's name has 1 to 128 letters, digits, dots, dashes and underscores",
            help "give the name that follows saml-provider/ in its ARN, not the ARN",
            source "botocore/iam";
        /// Not `arn:PARTITION:iam::ACCOUNT:role/...`.
        RoleArn =>
            "aws.role-arn", "a role's ARN has the form arn:PARTITION:iam::ACCOUNT:role/NAME",
            help "copy the role's ARN from IAM",
            source "botocore/iam";
        /// Not `arn:PARTITION:iam::ACCOUNT:saml-provider/...`.
        ProviderArn =>
            "aws.provider-arn", "a SAML provider's ARN has the form arn:PARTITION:iam::ACCOUNT:saml-provider/NAME",
            help "copy the provider's ARN from IAM",
            source "botocore/iam";
        /// ARNs have 20 to 2048 characters.
        ArnLength { found: usize } =>
            "aws.arn-length", "an ARN has 20 to 2048 characters, found {found}",
            help "copy the ARN from IAM",
            source "botocore/iam";
        /// The two ARNs of a pair belong together.
        PairAccounts =>
            "aws.pair-accounts", "the role and the SAML provider are in different accounts or partitions",
            help "create the SAML provider in the role's own account",
            source "IAM-now/id_roles_providers_create_saml";
        /// Not a role ARN and a provider ARN with a comma between them.
        Pair =>
            "aws.pair", "a pair is a role's ARN, a comma and a SAML provider's ARN, or the other way round",
            help "write roleARN,providerARN",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// The allow-list's entries are role ARNs, possibly with `*`.
        ArnPattern =>
            "aws.arn-pattern", "an entry of the allow-list is a role's ARN, in which * may stand for any characters of the account, or of the path and name",
            help "write it as arn:aws:iam::123412341234:role/team-*",
            source "";
        /// Part of a host name.
        Region =>
            "aws.region", "a Region's name has lower-case letters, digits and dashes",
            help "write it as eu-west-1",
            source "botocore/partitions.json";
        /// `[A-Z0-9]{{22,64}}`.
        IdpId =>
            "aws.idp-id", "an IdP-ID has 22 to 64 capital letters and digits",
            help "copy the SAMLProviderUUID of the IAM SAML provider",
            source "botocore/iam SAMLProviderUUID";
        /// Session names are `[\w+=,.@-]`.
        SessionNameCharacters =>
            "saml.session-name-characters", "a session name has only letters, digits and _+=,.@-",
            help "map it from another attribute",
            source "IAM/troubleshoot_saml";
        /// Session names have 2 to 64 characters.
        SessionNameLength { found: usize } =>
            "saml.session-name-length", "a session name has 2 to 64 characters, found {found}",
            help "map it from another attribute",
            source "IAM/troubleshoot_saml";
        /// 900 to 43200 seconds.
        SessionDuration { found: u32 } =>
            "saml.session-duration-range", "a session lasts 900 to 43200 seconds, found {found}",
            help "use a number in the range, and not more than the role's own maximum",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// Attribute names are printable.
        AttributeName =>
            "saml.attribute-name", "an attribute's name has 1 to 512 printable characters",
            help "write the name as the service provider documents it",
            source "SAML Core §2.7.3.1";
        /// AWS's own attributes have rules of their own.
        AttributeReserved =>
            "saml.attribute-reserved", "AWS's own attributes are not set by name",
            help "use roles, sessionName, sessionDuration, sourceIdentity, tags and transitiveTags",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// Redshift's database users.
        DatabaseUser =>
            "saml.database-user", "a Redshift DbUser begins with a letter and has at most 127 lower-case letters, digits and _+.@-",
            help "map an attribute that fits",
            source "redshift-mgmt/configuring-saml-assertions";
        /// Redshift's AutoCreate.
        AutoCreate =>
            "saml.auto-create", "Redshift's AutoCreate is true or false",
            help "use the fixed value true or false",
            source "redshift-mgmt/configuring-saml-assertions";
        /// Tag keys have 1 to 128 characters.
        TagKeyLength { found: usize } =>
            "saml.tag-key-length", "a tag's key has 1 to 128 characters, found {found}",
            help "use a shorter key",
            source "IAM/id_session-tags";
        /// Tag keys have letters, digits, spaces and `_.:/=+-@`.
        TagKeyCharacters =>
            "saml.tag-key-characters", "a tag's key has only letters, digits, spaces and _.:/=+-@",
            help "use another key",
            source "botocore/iam tagKeyType";
        /// AWS keeps `aws:` for itself.
        TagKeyReserved =>
            "saml.tag-key-reserved", "keys that begin with aws: are AWS's own",
            help "use another key",
            source "IAM/id_tags";
        /// Tag values have at most 256 characters.
        TagValueLength { found: usize } =>
            "saml.tag-value-length", "a tag's value has at most 256 characters, found {found}",
            help "map the tag from a shorter attribute",
            source "IAM/id_session-tags";
        /// Tag values have letters, digits, spaces and `_.:/=+-@`.
        TagValueCharacters =>
            "saml.tag-value-characters", "a tag's value has only letters, digits, spaces and _.:/=+-@",
            help "map the tag from another attribute, or clean the attribute in the identity provider",
            source "botocore/iam tagValueType";
    }
}
