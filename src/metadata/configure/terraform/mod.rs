//! Terraform: what AWS has to know of the identity provider, and what authentik or Keycloak has to know of AWS.
//!
//! Arguments as in the documentation of the providers hashicorp/aws, goauthentik/authentik and keycloak/keycloak.

mod authentik;
mod aws;
mod keycloak;

use super::hcl::string;
use super::plan::Plan;
use super::{File, authentik as ak, keycloak as kc};

/// Writes the files. In one module together, in this order, they are the configuration.
pub(super) fn files(plan: &mut Plan<'_>) -> Vec<File> {
    ak::say_what_is_left_out(plan);
    kc::say_what_is_left_out(plan);
    authentik::say_what_is_left_out(plan);
    // Parts begin with the empty line that stands between two.
    let file = |name: &str, text: String| File::new(name, "text/x-hcl", text.trim_start_matches('\n').to_owned());
    vec![
        file("versions.tf", VERSIONS.to_owned()),
        file("variables.tf", variables(plan)),
        file("aws.tf", aws::text(plan)),
        file("authentik.tf", authentik::text(plan)),
        file("keycloak.tf", keycloak::text(plan)),
    ]
}

const VERSIONS: &str = "\
# AWS and two identity providers: delete the file of the one that is not yours, authentik.tf or keycloak.tf, its entry
# here and its variables.
terraform {
  required_providers {
    aws = {
      source = \"hashicorp/aws\"
    }
    authentik = {
      source = \"goauthentik/authentik\"
    }
    keycloak = {
      source = \"keycloak/keycloak\"
    }
  }
}
";

fn variables(plan: &Plan<'_>) -> String {
    let mut out = variable("identity_provider_metadata", "File with the identity provider's SAML metadata.", "string", None);
    if plan.grants_roles() {
        out += &variable(
            "saml_provider_name",
            "Name of the SAML provider in IAM.",
            "string",
            Some(&string(&plan.identity.name.slug())),
        );
        out += &variable("role_arns", "ARNs of the roles that people can be granted.", "set(string)", Some("[]"));
    }
    out += &aws::variables(plan);
    out +=
        &variable("authentik_authorization_flow", "Slug of authentik's flow.", "string", Some(&string(ak::AUTHORIZATION_FLOW)));
    out += &variable("authentik_invalidation_flow", "Slug of authentik's flow.", "string", Some(&string(ak::INVALIDATION_FLOW)));
    out += &variable(
        "authentik_signing_key",
        "Name of authentik's key pair whose certificate AWS knows.",
        "string",
        Some(&string(ak::DEFAULT_KEY)),
    );
    out += &variable("keycloak_realm_id", "Keycloak's realm.", "string", None);
    out
}

/// Descriptions are ours: no value of a request stands in one.
fn variable(name: &str, description: &'static str, kind: &str, default: Option<&str>) -> String {
    let default = default.map(|default| format!("  default     = {default}\n")).unwrap_or_default();
    format!("\nvariable \"{name}\" {{\n  description = \"{description}\"\n  type        = {kind}\n{default}}}\n")
}
