//! A SAML client, its mappers and its roles in Keycloak.

use std::fmt::Write;

use crate::metadata::configure::hcl::{string, strings};
use crate::metadata::configure::keycloak::{Mapper, name_id_word, realm_url, redirect_uris};
use crate::metadata::configure::plan::{LIFETIME, Plan};

pub(super) fn text(plan: &Plan<'_>) -> String {
    let mut out = client(plan);
    // Without its default scopes the client sends no role_list, a second attribute with all roles.
    out.push_str(
        "\nresource \"keycloak_saml_client_default_scopes\" \"aws\" {\n  realm_id       = var.keycloak_realm_id\n  \
         client_id      = keycloak_saml_client.aws.id\n  default_scopes = []\n}\n",
    );
    for attribute in plan.attributes {
        let Mapper { name, class, config } = Mapper::of(attribute);
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "\nresource \"keycloak_generic_protocol_mapper\" \"{name}\" {{\n  realm_id        = var.keycloak_realm_id\n  \
             client_id       = keycloak_saml_client.aws.id\n  name            = \"{name}\"\n  protocol        = \"saml\"\n  \
             protocol_mapper = \"{class}\"\n\n  config = {{\n"
        );
        // As `terraform fmt` has it.
        let width = config.iter().map(|(key, _)| key.len() + 2).max().unwrap_or_default();
        for (key, value) in config {
            let _ = writeln!(out, "    {:width$} = {}", string(key), string(value));
        }
        out.push_str("  }\n}\n");
    }
    if plan.grants_roles() {
        out.push_str(ROLES);
    }
    out
}

fn client(plan: &Plan<'_>) -> String {
    let mut out = format!(
        "\nresource \"keycloak_saml_client\" \"aws\" {{\n  realm_id                    = var.keycloak_realm_id\n  \
         client_id                   = {}\n  name                        = {}\n  sign_assertions             = true\n  \
         sign_documents              = {}\n  signature_algorithm         = \"RSA_SHA256\"\n  \
         canonicalization_method     = \"EXCLUSIVE\"\n  include_authn_statement     = true\n  force_post_binding          = true\n  \
         front_channel_logout        = false\n  full_scope_allowed          = false\n  assertion_consumer_post_url = {}\n  \
         client_signature_required   = {}\n",
        string(plan.provider.entity_id.as_str()),
        string(plan.identity.name.as_str()),
        plan.sign_response,
        string(plan.default_consumer()),
        !plan.requests_signed_by.is_empty(),
    );
    // Writing to a String cannot fail.
    if let Some(certificate) = plan.requests_signed_by.first() {
        let _ = writeln!(out, "  signing_certificate         = {}", string(certificate));
    }
    if let Some(certificate) = &plan.encrypt_for {
        let _ = write!(
            out,
            "  encrypt_assertions          = true\n  encryption_certificate      = {}\n  \
             encryption_algorithm        = \"AES_256_GCM\"\n  encryption_key_algorithm    = \"RSA-OAEP-MGF1P\"\n",
            string(certificate)
        );
    }
    if let Some(word) = name_id_word(plan) {
        let _ = write!(out, "  name_id_format              = \"{word}\"\n  force_name_id_format        = true\n");
    }
    if plan.is_console() {
        let slug = plan.identity.name.slug();
        let _ = writeln!(out, "  idp_initiated_sso_url_name  = {}", string(&slug));
        if let Some(realm) = realm_url(plan) {
            let url = format!("{realm}/protocol/saml/clients/{slug}");
            let _ = write!(out, "  base_url                    = {}\n  always_display_in_console   = true\n", string(&url));
        }
    }
    let _ = write!(
        out,
        "\n  valid_redirect_uris = {}\n\n  extra_config = {{\n    \"saml.assertion.lifespan\"   = \"{LIFETIME}\"\n    \
         \"saml.onetimeuse.condition\" = \"false\"\n  }}\n}}\n",
        strings(redirect_uris(plan), "  ")
    );
    out
}

const ROLES: &str = "
# One role a role of AWS. Grant it to groups or users with keycloak_group_roles or keycloak_user_roles.
resource \"keycloak_role\" \"role\" {
  for_each  = var.role_arns
  realm_id  = var.keycloak_realm_id
  client_id = keycloak_saml_client.aws.id
  name      = \"${each.value},${aws_iam_saml_provider.aws.arn}\"
}
";
