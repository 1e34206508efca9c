import { forEveryResource, judgeValue } from "../../../core/judge";
import { UNKNOWN, isValues, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { isQuotable } from "../../../core/value-text";

const PROVIDER = "google_iam_workload_identity_pool_provider";
const MAPPING = "attribute_mapping";

/** The name of an attribute, where it is one of words. */
const nameText = (attribute: string): string =>
  isQuotable(attribute.replace("attribute.", "")) ? attribute : "an attribute";

const unmapped: Rule = {
  id: "identity-condition-unmapped",
  kind: "down",
  severity: "medium",
  title: "A condition of an identity provider names attributes that are mapped",
  why: "An attribute that the mapping does not fill has no value: Google refuses the condition, or every token.",
  fix: "map the attribute, or compare the claim itself: assertion.repository_id",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation#conditions",
  check: forEveryResource(PROVIDER, (provider) => {
    const named = [...(textAt(provider, "attribute_condition") ?? "").matchAll(/\battribute\.(\w+)/g)].map(
      ([attribute]) => attribute,
    );
    if (named.length === 0) return [];
    const mapping = valueAt(provider, MAPPING);
    if (mapping === UNKNOWN) return [unknown(provider, MAPPING)];
    const missing = named.find((attribute) => !isValues(mapping) || !Object.hasOwn(mapping, attribute));
    return missing === undefined
      ? []
      : [
          violation(
            provider,
            `attribute_condition: ${nameText(missing)} found, which is not mapped, a mapped one allowed`,
          ),
        ];
  }),
};

const aws: Rule = {
  id: "identity-aws-condition",
  kind: "exposed",
  severity: "low",
  title: "Of an AWS account only the roles that need it are let in",
  why: "Without a condition every role and user of that account gets an identity of the pool, also those that others make.",
  fix: "set attribute_condition on the role: attribute.aws_role == 'arn:aws:sts::…'",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds",
  check: forEveryResource(PROVIDER, (provider) =>
    valueAt(provider, "aws[0]") === undefined
      ? []
      : judgeValue(
          provider,
          "attribute_condition",
          (condition) => typeof condition === "string" && condition.trim() !== "",
          "a condition on a role",
        ),
  ),
};

/** What a provider of identities maps, and whom it lets in. */
export const identityProviderRules: readonly Rule[] = [unmapped, aws];
