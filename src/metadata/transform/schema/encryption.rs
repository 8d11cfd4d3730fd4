//! xenc-schema.xsd and xenc11-schema.xsd: how to encrypt for a key.

use super::simple::URI;
use super::{BASE64_VALUE, Content, Declared, INTEGER_VALUE, Kind, MANY, Particle, What, must, optional};

pub(super) const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
pub(super) const ENCRYPTION_11: &str = "http://www.w3.org/2009/xmlenc11#";

pub(super) const GLOBAL: &[&Declared] = &[&MASK_GENERATION];

/// `xenc:EncryptionMethodType`, of `md:EncryptionMethod`.
pub(super) static METHOD: Kind = Kind {
    attributes: &[must("Algorithm", URI)],
    open: None,
    content: Content::Sequence(&[
        optional(&KEY_SIZE),
        optional(&OAEP_PARAMETERS),
        Particle { what: What::Strict(ENCRYPTION), least: 0, most: MANY },
    ]),
};
static KEY_SIZE: Declared = Declared { namespace: ENCRYPTION, name: "KeySize", kind: &INTEGER_VALUE };
static OAEP_PARAMETERS: Declared = Declared { namespace: ENCRYPTION, name: "OAEPparams", kind: &BASE64_VALUE };

static MASK_GENERATION: Declared = Declared {
    namespace: ENCRYPTION_11,
    name: "MGF",
    kind: &Kind { attributes: &[must("Algorithm", URI)], open: None, content: Content::Sequence(&[]) },
};
