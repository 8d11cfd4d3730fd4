//! A SAML provider, its mappings and its application in authentik.

use std::fmt::Write;

use crate::aws::name_id;
use crate::metadata::configure::Error;
use crate::metadata::configure::attributes::Source;
use crate::metadata::configure::authentik::{EMAIL_MAPPING, SESSION, expression, mapping_name};
use crate::metadata::configure::hcl::string;
use crate::metadata::configure::plan::{Plan, RSA_SHA256, SHA256};

/// authentik_provider_saml has no default_name_id_policy: a mapping makes a NameID of the e-mail address, and of no other kind.
pub(super) fn say_what_is_left_out(plan: &mut Plan<'_>) {
    if plan.name_id_format.is_some_and(|format| format != name_id::EMAIL) {
        plan.warn(Error::NameIdFormatLeftOut);
    }
}

pub(super) fn text(plan: &Plan<'_>) -> String {
    let name = string(plan.identity.name.as_str());
    let mut out = DATA.to_owned();
    let is_email = plan.name_id_format == Some(name_id::EMAIL);
    if is_email || plan.attributes.iter().any(|attribute| attribute.from == Source::Email) {
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "\ndata \"authentik_property_mapping_provider_saml\" \"email\" {{\n  managed = \"{EMAIL_MAPPING}\"\n}}\n"
        );
    }
    for attribute in plan.attributes {
        if let Some(expression) = expression(attribute) {
            let _ = write!(
                out,
                "\nresource \"authentik_property_mapping_provider_saml\" \"{}\" {{\n  name       = {}\n  saml_name  = {}\n  expression = {}\n}}\n",
                attribute.key,
                string(&mapping_name(plan, attribute)),
                string(attribute.name),
                string(&expression)
            );
        }
    }
    let _ = write!(
        out,
        "\nresource \"authentik_provider_saml\" \"aws\" {{\n  name                            = {name}\n  \
         authorization_flow              = data.authentik_flow.authorization.id\n  \
         invalidation_flow               = data.authentik_flow.invalidation.id\n  \
         acs_url                         = {}\n  audience                        = {}\n  issuer_override                 = {}\n  \
         sp_binding                      = \"post\"\n  signing_kp                      = data.authentik_certificate_key_pair.signing.id\n  \
         sign_assertion                  = true\n  sign_response                   = {}\n  \
         digest_algorithm                = \"{SHA256}\"\n  signature_algorithm             = \"{RSA_SHA256}\"\n  \
         assertion_valid_not_before      = \"minutes=-5\"\n  assertion_valid_not_on_or_after = \"minutes=5\"\n  \
         session_valid_not_on_or_after   = \"{SESSION}\"\n",
        string(plan.default_consumer()),
        string(plan.provider.entity_id.as_str()),
        string(plan.identity.entity_id.as_str()),
        plan.sign_response
    );
    if is_email {
        out.push_str("  name_id_mapping                 = data.authentik_property_mapping_provider_saml.email.id\n");
    }
    out.push_str(if plan.attributes.is_empty() { "\n  property_mappings = [" } else { "\n  property_mappings = [\n" });
    for attribute in plan.attributes {
        let _ = match expression(attribute) {
            Some(_) => writeln!(out, "    authentik_property_mapping_provider_saml.{}.id,", attribute.key),
            None => writeln!(out, "    data.authentik_property_mapping_provider_saml.email.id,"),
        };
    }
    let slug = string(&plan.identity.name.slug());
    let _ = write!(
        out,
        "{}]\n}}\n\nresource \"authentik_application\" \"aws\" {{\n  name              = {name}\n  slug              = {slug}\n  \
         protocol_provider = authentik_provider_saml.aws.id\n}}\n",
        if plan.attributes.is_empty() { "" } else { "  " }
    );
    if plan.grants_roles() {
        out.push_str(ENTITLEMENTS);
    }
    out
}

const DATA: &str = "
data \"authentik_flow\" \"authorization\" {
  slug = var.authentik_authorization_flow
}

data \"authentik_flow\" \"invalidation\" {
  slug = var.authentik_invalidation_flow
}

data \"authentik_certificate_key_pair\" \"signing\" {
  name      = var.authentik_signing_key
  fetch_key = false
}
";

const ENTITLEMENTS: &str = "
# One entitlement a role. Bind groups or users to it with authentik_policy_binding.
resource \"authentik_application_entitlement\" \"role\" {
  for_each    = var.role_arns
  name        = each.value
  application = authentik_application.aws.uuid
  attributes = jsonencode({
    aws_role = \"${each.value},${aws_iam_saml_provider.aws.arn}\"
  })
}
";
