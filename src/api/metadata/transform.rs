//! `metadata_transform`.

use super::inspect::{bounded, instant, refused, trust};
use crate::api::envelope::{finding, place, problem};
use crate::api::target::target;
use crate::api::types::{self as wire, Failure, MetadataPending, Problem, Removal, TransformAnswer, TransformRequest};
use crate::entropy::Entropy;
use crate::error::{self, Diagnostic, Finding, Pointer, Severity};
use crate::limits;
use crate::metadata::transform::{self, Error, Made, Order, Refused, Signer, Signing, Transformed};
use crate::metadata::{Chosen, Reader, Refusal};
use crate::xml::signature::{PublicKey, RSA_BITS_GOOD};
use crate::xml::{Certificate, SigningKey, decode_base64, encode_base64};

/// The document that the AWS service takes.
pub(crate) fn transform(request: TransformRequest) -> Result<TransformAnswer, Failure> {
    let path = Pointer::root().key("metadata");
    let TransformRequest { metadata, target: named, entity_id, merge, sign, trust, now } = request;
    let (order, findings) = order(named, &now, trust, merge, sign, path.clone())?;
    let mut reader = Reader::new(transform::transformer(order, entity_id), path);
    reader.push(metadata.as_bytes()).map_err(refused)?;
    let chosen = reader.finish().map_err(refused)?;
    finish(chosen, findings)
}

/// The answer, once all of the document has come.
pub(super) fn finish(
    chosen: Chosen<Result<Transformed, Refused>>,
    findings: Vec<Finding<Refusal>>,
) -> Result<TransformAnswer, Failure> {
    match transform::finish(chosen) {
        Ok(transformed) => Ok(answer(transformed, findings)),
        Err(Refused { refusal, removed }) => {
            // Why a part is missing is why the whole is refused.
            let findings = removed.into_iter().map(|removal| error::Finding {
                place: removal.place,
                ..Finding::new(Severity::Info, refusal.path.clone(), removal.reason)
            });
            let findings = findings.map(finding).collect();
            Err(Failure { findings, ..refused(refusal) })
        }
    }
}

/// What is asked for, parsed, and what there is to say about it.
pub(super) fn order(
    named: wire::Target,
    now: &str,
    trusted: Option<wire::Trust>,
    merge: Option<Vec<String>>,
    sign: Option<wire::MetadataSigning>,
    path: Pointer,
) -> Result<(Order, Vec<Finding<Refusal>>), Failure> {
    let mut errors = Vec::new();
    let mut findings = Vec::new();
    let now = instant(now, &mut errors);
    let trust = trusted.map(|trusted| trust(trusted, &mut errors));
    let merge = merge.unwrap_or_default();
    if merge.len() > limits::METADATA_MERGED {
        let error = Error::TooManyDocuments { found: merge.len(), limit: limits::METADATA_MERGED };
        errors.push(problem(Pointer::root().key("merge").at(error)));
    }
    let signing = sign.map(|sign| signing(&sign, &mut findings).map_err(|problem| errors.push(*problem)).ok());
    match (now, signing) {
        (Some(now), signing) if errors.is_empty() => {
            let order = Order { target: target(named), now, trust, merge, signing: signing.flatten(), path };
            Ok((order, findings))
        }
        _ => Err(Failure { errors, findings: Vec::new() }),
    }
}

fn signing(sign: &wire::MetadataSigning, findings: &mut Vec<Finding<Refusal>>) -> Result<Signing, Box<Problem>> {
    let root = Pointer::root().key("sign");
    let refuse = |key: &str, error: Error| Box::new(problem(root.key(key).at(error)));
    let certificate = Certificate::parse(&sign.certificate)
        .map_err(|error| Box::new(problem(root.key("certificate").at(Refusal::from(error)))))?;
    let is_usable = matches!(&certificate.key, Some(key @ PublicKey::Rsa { .. }) if (RSA_BITS_GOOD..=4096).contains(&key.bits()));
    if !is_usable {
        return Err(refuse("certificate", Error::SigningCertificate));
    }
    let signer = match (&sign.key, &sign.signature) {
        (Some(_), Some(_)) => return Err(refuse("signature", Error::SigningTwice)),
        (Some(wire::SigningKey::Pem(pem)), None) => {
            let key = SigningKey::from_pem(pem).ok_or_else(|| refuse("key", Error::SigningKey))?;
            if !key.belongs_to(&certificate) {
                return Err(refuse("key", Error::SigningKeyMismatch));
            }
            let entropy = sign.entropy.as_deref().and_then(decode_base64).filter(|bytes| bytes.len() <= 4096);
            let entropy = entropy
                .and_then(|bytes| Entropy::new(&bytes))
                .ok_or_else(|| refuse("entropy", Error::SigningEntropy { least: Entropy::LEAST }))?;
            if entropy.is_uniform() {
                findings.push(Finding::new(Severity::Warning, root.key("entropy"), Error::EntropyPredictable.into()));
            }
            Signer::Key(Box::new(key), entropy)
        }
        (None, None) => Signer::Host(None),
        (None, Some(signature)) => {
            let value = decode_base64(signature).filter(|value| !value.is_empty() && value.len() <= 1024);
            Signer::Host(Some(value.ok_or_else(|| refuse("signature", Error::SigningSignature))?))
        }
    };
    Ok(Signing { certificate, signer })
}

fn answer(transformed: Transformed, findings: Vec<Finding<Refusal>>) -> TransformAnswer {
    let (metadata, pending) = match transformed.made {
        Made::Document(text) => (Some(text), None),
        Made::Pending(bytes) => {
            let to_sign = encode_base64(bytes.as_bytes());
            (None, Some(MetadataPending { to_sign, algorithm: "rsa-sha256".to_owned() }))
        }
    };
    TransformAnswer {
        metadata,
        pending,
        removed: transformed.removed.into_iter().map(removal).collect(),
        findings: findings.into_iter().chain(transformed.findings).map(finding).collect(),
    }
}

fn removal(removal: transform::Removal) -> Removal {
    Removal {
        what: removal.what,
        count: bounded(removal.count),
        code: removal.reason.code().to_owned(),
        reason: removal.reason.to_string(),
        place: removal.place.map(place),
    }
}
