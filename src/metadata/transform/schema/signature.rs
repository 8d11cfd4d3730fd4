//! xmldsig-core-schema.xsd: keys.
//!
//! PGPData, SPKIData and RetrievalMethod are left out: nobody federates by them, and a key somewhere else is none that
//! AWS would fetch.

use super::simple::URI;
use super::{
    BASE64_VALUE, Content, Declared, Kind, MANY, SERIAL_NUMBER, Simple, TEXT, any_number, may, must, optional, others, required,
    value,
};
use crate::metadata::SIGNATURE;

const fn declared(name: &'static str, kind: &'static Kind) -> Declared {
    Declared { namespace: SIGNATURE, name, kind }
}

pub(super) const GLOBAL: &[&Declared] =
    &[&KEY_INFO, &KEY_NAME, &KEY_VALUE, &X509_DATA, &MGMT_DATA, &RSA_KEY_VALUE, &DSA_KEY_VALUE, &DIGEST_METHOD];

pub(in crate::metadata::transform) static KEY_INFO: Declared = declared(
    "KeyInfo",
    &Kind {
        attributes: &[may("Id", Simple::Id)],
        open: None,
        content: Content::Choice {
            of: &[
                any_number(&KEY_NAME),
                any_number(&KEY_VALUE),
                any_number(&X509_DATA),
                any_number(&MGMT_DATA),
                others(SIGNATURE),
            ],
            least: 1,
            most: MANY,
            mixed: true,
        },
    },
);
static KEY_NAME: Declared = declared("KeyName", &TEXT);
static MGMT_DATA: Declared = declared("MgmtData", &TEXT);

static KEY_VALUE: Declared = declared(
    "KeyValue",
    &Kind {
        attributes: &[],
        open: None,
        content: Content::Choice {
            of: &[any_number(&RSA_KEY_VALUE), any_number(&DSA_KEY_VALUE), others(SIGNATURE)],
            least: 1,
            most: 1,
            mixed: true,
        },
    },
);
static RSA_KEY_VALUE: Declared = declared(
    "RSAKeyValue",
    &Kind { attributes: &[], open: None, content: Content::Sequence(&[required(&MODULUS), required(&EXPONENT)]) },
);
static MODULUS: Declared = declared("Modulus", &BASE64_VALUE);
static EXPONENT: Declared = declared("Exponent", &BASE64_VALUE);
static DSA_KEY_VALUE: Declared = declared(
    "DSAKeyValue",
    &Kind {
        attributes: &[],
        open: None,
        // P and Q come together, as do Seed and PgenCounter; here they always come.
        content: Content::Sequence(&[required(&P), required(&Q), optional(&G), required(&Y), optional(&J)]),
    },
);
static P: Declared = declared("P", &BASE64_VALUE);
static Q: Declared = declared("Q", &BASE64_VALUE);
static G: Declared = declared("G", &BASE64_VALUE);
static Y: Declared = declared("Y", &BASE64_VALUE);
static J: Declared = declared("J", &BASE64_VALUE);

pub(in crate::metadata::transform) static X509_DATA: Declared = declared(
    "X509Data",
    &Kind {
        attributes: &[],
        open: None,
        content: Content::Choice {
            of: &[
                any_number(&X509_CERTIFICATE),
                any_number(&X509_ISSUER_SERIAL),
                any_number(&X509_SKI),
                any_number(&X509_SUBJECT_NAME),
                any_number(&X509_CRL),
                others(SIGNATURE),
            ],
            least: 1,
            most: MANY,
            mixed: false,
        },
    },
);
pub(in crate::metadata::transform) static X509_CERTIFICATE: Declared = declared("X509Certificate", &value(Simple::Certificate));
static X509_SKI: Declared = declared("X509SKI", &BASE64_VALUE);
static X509_SUBJECT_NAME: Declared = declared("X509SubjectName", &TEXT);
static X509_CRL: Declared = declared("X509CRL", &BASE64_VALUE);
static X509_ISSUER_SERIAL: Declared = declared(
    "X509IssuerSerial",
    &Kind {
        attributes: &[],
        open: None,
        content: Content::Sequence(&[required(&X509_ISSUER_NAME), required(&X509_SERIAL_NUMBER)]),
    },
);
static X509_ISSUER_NAME: Declared = declared("X509IssuerName", &TEXT);
static X509_SERIAL_NUMBER: Declared = declared("X509SerialNumber", &SERIAL_NUMBER);

/// Of EncryptionMethod.
pub(super) static DIGEST_METHOD: Declared = declared(
    "DigestMethod",
    &Kind {
        attributes: &[must("Algorithm", URI)],
        open: None,
        content: Content::Choice { of: &[others(SIGNATURE)], least: 0, most: MANY, mixed: true },
    },
);
