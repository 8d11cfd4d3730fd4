//! What to do in AWS, in which order.
//!
//! The one rule behind the order: AWS knows a key before somebody signs with it, and forgets it after nobody does.

use super::{Change, Error};
use crate::aws::Target;

/// What kind of step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// In the identity provider.
    Publish,
    UpdateAws,
    ImportCertificate,
    SwitchKey,
    Wait,
    RemoveCertificate,
    ReplaceProvider,
    Verify,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) action: Action,
    pub(crate) text: String,
    pub(crate) reason: &'static str,
}

/// The steps that these changes ask for; none if AWS does not care.
pub(super) fn plan(changes: &[Change], target: Target) -> Vec<Step> {
    let has = |wanted: &[Error]| changes.iter().any(|change| wanted.contains(&change.error));
    let mut steps = Steps { list: Vec::new(), target };
    if has(&[Error::EntityGone, Error::RoleGone, Error::SigningMissing]) {
        steps.leave_alone();
    } else if has(&[Error::EntityId]) {
        steps.rename();
    } else {
        let is_replaced = has(&[Error::SigningReplaced]);
        let keys = Keys {
            come: is_replaced || has(&[Error::SigningAdded]),
            gone: has(&[Error::SigningRemoved]),
            renewed: target == Target::IdentityCenter && has(&[Error::SigningRenewed]),
        };
        let is_moved = has(&[Error::SignOnMoved, Error::SignOnRemoved]);
        let is_new = is_moved || has(&[Error::ValidityEnforced]) || (target.sends_requests() && has(&[Error::Logout]));
        steps.identity_provider(has(&[Error::RequestsRefused]), has(&[Error::NameIdNeeded]), is_moved);
        if has(&[Error::RequestsWanted]) {
            steps.sign_requests();
        }
        if target == Target::IdentityCenter {
            steps.identity_center(keys, is_new);
        } else {
            steps.upload(keys, is_new);
        }
    }
    steps.list
}

/// What happens to the keys.
#[derive(Clone, Copy)]
struct Keys {
    come: bool,
    gone: bool,
    /// A new certificate of the same key, where that matters.
    renewed: bool,
}

struct Steps {
    list: Vec<Step>,
    target: Target,
}

impl Steps {
    fn step(&mut self, action: Action, text: impl Into<String>, reason: &'static str) {
        self.list.push(Step { action, text: text.into(), reason });
    }

    fn verify(&mut self) {
        self.step(
            Action::Verify,
            "Sign in once and look at what you get.",
            "What is wrong shows now, while the step before can still be undone.",
        );
    }

    fn leave_alone(&mut self) {
        self.step(
            Action::Verify,
            "Upload nothing, and ask whoever publishes the metadata why the identity provider or its keys are gone.",
            "What AWS has may still work; a document without an identity provider or without its key lets nobody in.",
        );
    }

    /// What the identity provider has to do, whatever AWS knows.
    fn identity_provider(&mut self, refuses_requests: bool, lacks_email: bool, is_moved: bool) {
        if refuses_requests {
            self.step(
                Action::Publish,
                "Let the identity provider take unsigned requests from this service.",
                "The service never signs its requests: nothing that is uploaded changes that.",
            );
        }
        if lacks_email {
            self.step(
                Action::Publish,
                "Let the identity provider list and send the NameID format emailAddress.",
                "The service asks for it in each request, and knows people by it.",
            );
        }
        if is_moved {
            self.step(
                Action::Publish,
                "Keep the old sign-in address working in the identity provider.",
                "AWS sends people there until it has the new document.",
            );
        }
    }

    fn sign_requests(&mut self) {
        let how = match self.target {
            Target::Cognito => {
                "RequestSigningAlgorithm in the provider's details, and the user pool's certificate in the identity provider"
            }
            _ => "if it can; otherwise let the identity provider take unsigned ones",
        };
        self.step(
            Action::UpdateAws,
            format!("Switch signed requests on in the service: {how}."),
            "The identity provider will refuse unsigned requests.",
        );
    }

    /// Services that keep a document.
    fn upload(&mut self, keys: Keys, is_new: bool) {
        let how = self.how();
        let new = format!("metadata_transform of `new`, then {how}");
        if keys.come {
            let reason = "AWS knows the old certificates alone: a signature by the new key fails with \"Response signature invalid\" until this is done.";
            if keys.gone {
                let text = format!(
                    "Upload the new metadata with the old certificates beside its own, before the identity provider signs with the new key: \
                     metadata_transform of `new` with `old` in `merge`, then {how}."
                );
                self.step(Action::UpdateAws, text, reason);
            } else {
                let text = format!(
                    "Upload the new metadata, which has the old and the new certificates, before the identity provider signs with the new key: {new}."
                );
                self.step(Action::UpdateAws, text, reason);
            }
            self.switch();
            self.verify();
        }
        if keys.gone {
            self.wait("signs with the old key");
            let text = format!("Upload the new metadata alone, which takes the old certificate out: {new}.");
            self.step(Action::RemoveCertificate, text, "Whoever has the old key can sign people in for as long as AWS takes it.");
        } else if is_new && !keys.come {
            self.step(
                Action::UpdateAws,
                format!("Upload the new metadata: {new}."),
                "AWS keeps what was uploaded last, and nothing else tells it.",
            );
            self.verify();
        }
    }

    /// Identity Center keeps certificates, one by one.
    fn identity_center(&mut self, keys: Keys, is_new: bool) {
        if is_new {
            let text = format!("Replace the identity provider's metadata: metadata_transform of `new`, then {}.", self.how());
            self.step(Action::UpdateAws, text, "Its addresses are taken from there.");
            if !keys.come {
                self.verify();
            }
        }
        if keys.come || keys.renewed {
            self.step(
                Action::ImportCertificate,
                "Import the new certificate beside the old one, before the identity provider signs with its key: IAM Identity Center, Settings, \
                 Identity source, Manage authentication, Manage SAML 2.0 certificates.",
                "All imported certificates count, so that logins work before the switch and after it.",
            );
        }
        if keys.come {
            self.switch();
            self.verify();
        }
        if keys.gone || keys.renewed {
            self.wait("signs with the old key");
            self.step(
                Action::RemoveCertificate,
                "Delete the old certificate in the same place.",
                "Whoever has the old key can sign people in for as long as Identity Center takes it.",
            );
        }
    }

    fn switch(&mut self) {
        self.step(
            Action::SwitchKey,
            "Let the identity provider sign with the new key.",
            "AWS knows both keys now, so that no login fails on either side of the switch.",
        );
    }

    fn wait(&mut self, no_longer: &str) {
        self.step(
            Action::Wait,
            format!("Make sure that the identity provider no longer {no_longer}, then wait 5 minutes."),
            "AWS redeems an assertion within 5 minutes of its issue; sessions that it has opened live on.",
        );
    }

    /// Another entityID is another identity provider to AWS.
    fn rename(&mut self) {
        let how = self.how();
        if self.target.keeps_metadata_in_iam() && self.target != Target::ClientVpn {
            self.step(
                Action::ReplaceProvider,
                "Make a second SAML provider from the new metadata: metadata_transform of `new`, then aws iam create-saml-provider.",
                "The old provider refuses assertions of another Issuer (\"Issuer not present in specified provider\"), and is needed until the switch.",
            );
            self.step(
                Action::ReplaceProvider,
                "In the trust policy of each role, name the new provider's ARN beside the old one's as Principal, and add the new values where \
                 conditions ask for SAML:iss, SAML:namequalifier or SAML:doc.",
                "SAML:iss is the entityID; SAML:namequalifier is BASE64(SHA1(issuer, account, \"/\" and provider)); SAML:doc names the provider.",
            );
            self.step(
                Action::Publish,
                "Let the identity provider issue under the new entityID, and name the new provider's ARN in the Role attribute.",
                "Each value of Role is a pair of a role and the provider that signs people into it.",
            );
            self.verify();
            self.wait("issues under the old entityID");
            self.step(
                Action::ReplaceProvider,
                "Take the old provider out of the trust policies and delete it.",
                "Whoever has its key can sign people in for as long as it is trusted.",
            );
            return;
        }
        let text = match self.target {
            Target::ClientVpn => format!(
                "At the moment of the switch, replace the metadata of the SAML provider that the endpoint names: metadata_transform of `new`, then {how}."
            ),
            Target::Opensearch => {
                format!("At the moment of the switch, replace metadata and EntityId: metadata_transform of `new`, then {how}.")
            }
            _ => format!(
                "At the moment of the switch, replace the identity provider's metadata: metadata_transform of `new`, then {how}."
            ),
        };
        self.step(
            Action::ReplaceProvider,
            text,
            "The service knows one identity provider here, and refuses assertions of another Issuer: before the switch and after it, one of the two fails.",
        );
        self.step(
            Action::Publish,
            "Let the identity provider issue under the new entityID.",
            "Both sides change together; choose a time at which nobody signs in.",
        );
        self.verify();
    }

    /// How a document comes to the service (botocore).
    const fn how(&self) -> &'static str {
        match self.target {
            Target::Iam
            | Target::Redshift
            | Target::Appstream
            | Target::Workspaces
            | Target::ClientVpn
            | Target::Connect
            | Target::Quicksight => "aws iam update-saml-provider (UpdateSAMLProvider)",
            Target::IdentityCenter => "IAM Identity Center, Settings, Identity source, Manage authentication",
            Target::Cognito => "aws cognito-idp update-identity-provider with MetadataFile in the provider's details",
            Target::Opensearch => {
                "aws opensearch update-domain-config with AdvancedSecurityOptions.SAMLOptions.Idp (MetadataContent, EntityId)"
            }
            Target::OpensearchServerless => "aws opensearchserverless update-security-config with samlOptions.metadata",
            Target::Grafana => "aws grafana update-workspace-authentication with samlConfiguration.idpMetadata",
        }
    }
}
