//! What AWS has to know of the identity provider.

use super::variable;
use crate::aws::{Partition, Service};
use crate::error::Severity;
use crate::metadata::configure::Error;
use crate::metadata::configure::hcl::string;
use crate::metadata::configure::plan::Plan;

const METADATA: &str = "file(var.identity_provider_metadata)";

/// The variables of the resource below.
pub(super) fn variables(plan: &Plan<'_>) -> String {
    match plan.service {
        Some(Service::ClientVpn) => {
            let name = string(&plan.identity.name.slug());
            variable("saml_provider_name", "Name of the SAML provider in IAM.", "string", Some(&name))
        }
        Some(Service::Cognito(pool)) => {
            variable("user_pool_id", "ID of the user pool.", "string", Some(&string(pool)))
                + &variable("provider_name", "Name of the identity provider in the pool, 1 to 32 characters.", "string", None)
        }
        Some(Service::Opensearch) => variable("domain_name", "Name of the domain.", "string", None),
        Some(Service::OpensearchServerless) => {
            variable("security_config_name", "Name of the configuration, 3 to 32 characters.", "string", None)
        }
        _ => String::new(),
    }
}

/// The resource by which the service learns of the identity provider, or why there is none.
pub(super) fn text(plan: &mut Plan<'_>) -> String {
    let issuer = string(plan.identity.entity_id.as_str());
    match plan.service {
        Some(Service::Console(partition)) => {
            format!("\n{}{}", partition_line(partition), saml_provider())
        }
        Some(Service::ClientVpn) => format!(
            "\n# An endpoint of Client VPN knows identity providers from IAM: authentication_options of aws_ec2_client_vpn_endpoint\n\
             # takes type = \"federated-authentication\" and saml_provider_arn = aws_iam_saml_provider.aws.arn.\n{}",
            saml_provider()
        ),
        Some(Service::Cognito(_)) => cognito(plan),
        Some(Service::Opensearch) => format!(
            "\nresource \"aws_opensearch_domain_saml_options\" \"aws\" {{\n  domain_name = var.domain_name\n\n  saml_options {{\n    enabled   = true\n    \
             roles_key = \"roles\"\n\n    idp {{\n      entity_id        = {issuer}\n      metadata_content = {METADATA}\n    }}\n  }}\n}}\n"
        ),
        Some(Service::OpensearchServerless) => format!(
            "\nresource \"aws_opensearchserverless_security_config\" \"aws\" {{\n  name = var.security_config_name\n  type = \"saml\"\n\n  saml_options {{\n    \
             metadata        = {METADATA}\n    group_attribute = \"roles\"\n  }}\n}}\n"
        ),
        Some(Service::IdentityCenter) => {
            plan.say(Severity::Info, Error::NoTerraformResource);
            "\n# AWS has no API, and so Terraform no resource, by which IAM Identity Center learns of an external identity provider:\n\
             # upload its metadata in the console, Settings, Identity source. var.identity_provider_metadata names that file.\n"
                .to_owned()
        }
        None => {
            plan.say(Severity::Info, Error::NoTerraformResource);
            "\n# The document names no AWS service that is known here: give it the identity provider's metadata in its own way.\n"
                .to_owned()
        }
    }
}

/// A pool with its details as botocore/cognito-idp CreateIdentityProvider has them.
fn cognito(plan: &Plan<'_>) -> String {
    let mut details = vec![("MetadataFile", METADATA.to_owned()), ("IDPInit", string("false")), ("IDPSignout", string("false"))];
    details.push(("EncryptedResponses", string(if plan.encrypt_for.is_some() { "true" } else { "false" })));
    if plan.provider.signs_requests {
        details.push(("RequestSigningAlgorithm", string("rsa-sha256")));
    }
    // As `terraform fmt` has it.
    let width = details.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    let details: String = details.iter().map(|(key, value)| format!("    {key:width$} = {value}\n")).collect();
    format!(
        "\nresource \"aws_cognito_identity_provider\" \"aws\" {{\n  user_pool_id  = var.user_pool_id\n  provider_name = var.provider_name\n  \
         provider_type = \"SAML\"\n\n  provider_details = {{\n{details}  }}\n\n  attribute_mapping = {{\n    \
         email = \"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress\"\n  }}\n}}\n"
    )
}

fn saml_provider() -> String {
    format!(
        "resource \"aws_iam_saml_provider\" \"aws\" {{\n  name                   = var.saml_provider_name\n  saml_metadata_document = {METADATA}\n}}\n"
    )
}

fn partition_line(partition: Partition) -> String {
    format!("# In partition {}: the provider's credentials and Region decide.\n", partition.as_str())
}
