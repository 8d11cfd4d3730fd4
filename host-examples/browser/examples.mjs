// What the page offers to begin with.

const account = "123412341234";
const person = { username: "ada", email: "ada@example.com", displayName: "Ada L" };

export const examples = {
  "Roles from an attribute of groups": {
    principal: {
      ...person,
      attributes: { department: ["Research"] },
      groups: [
        { name: "admins", attributes: { aws_role: ["admin"] } },
        { name: "auditors", attributes: { aws_role: ["audit"] } },
      ],
    },
    mapping: {
      account,
      provider: "authentik",
      roles: [{ tag: "group-attribute", val: { attribute: "aws_role", merge: "all" } }],
      sessionName: { from: ["email", "username"] },
      sessionDuration: 3600,
      sourceIdentity: { from: ["username"] },
      tags: [{ key: "CostCenter", from: "attributes.department" }],
      transitiveTags: ["CostCenter"],
    },
    target: "iam",
  },
  "Roles from the names of groups": {
    principal: {
      ...person,
      groups: [{ name: `AWS-${account}-admin` }, { name: "AWS-999999999999-admin" }, { name: "everybody" }],
    },
    mapping: {
      provider: "okta",
      roles: [{ tag: "group-pattern", val: { pattern: "^AWS-(?<account>\\d{12})-(?<role>.+)$" } }],
      allow: [`arn:aws:iam::${account}:role/*`],
    },
  },
  "A value that AWS refuses": {
    principal: { ...person, attributes: { department: ["R&D"] } },
    mapping: {
      roles: [
        {
          tag: "static",
          val: {
            role: `arn:aws:iam::${account}:role/saml_role`,
            provider: `arn:aws:iam::${account}:saml-provider/authentik`,
          },
        },
      ],
      tags: [{ key: "CostCenter", from: "attributes.department" }],
    },
  },
  "A request that is refused": {
    principal: { usrname: "ada" },
    mapping: { sessionDuration: "1 h" },
    target: "iam",
  },
};
