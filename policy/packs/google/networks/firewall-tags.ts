import { derivedFact } from "../../../core/estate";
import { UNKNOWN, valueAt, type Value } from "../../../core/resource";
import { FIREWALL, isIngress } from "./firewall-ranges";
import { forEveryResource, plainText } from "../../../core/judge";
import { unknown, violation, type Rule } from "../../../core/rule";

/** A tag made of words; of another form it may be anything, and is not quoted. */
const WORDS = /^[a-z]{1,15}(-[a-z]{1,15}){0,4}$/;

const tagText = (tag: Value): string => (typeof tag === "string" && WORDS.test(tag) ? tag : "a value");

/** Types without a tag that an ingress rule could match: the tags of a Cloud Run interface count for egress alone. */
const UNTAGGED = /^google_(cloud_run_|sql_database_instance$|redis_instance$)/;

/** Every `tags` of a resource, however deep. */
function tagsIn(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(tagsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, Value]) => {
    if (name !== "tags" && name !== "network_tags") return tagsIn(inner);
    return Array.isArray(inner) ? (inner as readonly Value[]) : [inner];
  });
}

const carriedTags = derivedFact((estate) =>
  estate.ofTypes((type) => type !== FIREWALL && !UNTAGGED.test(type)).flatMap(({ values }) => tagsIn(values)),
);

/** Tags that Google gives to machines which it makes for others: workers of Dataflow, nodes of clusters. */
const GOOGLES_TAG = /^(beam-worker|dataflow|gke-|composer|dataproc|notebooks|deeplearning)/;

/** Ingress rules that are written for managed services, which they never match. */
export const firewallTags: Rule = {
  id: "network-firewall-tags",
  kind: "no effect",
  severity: "medium",
  title: "An ingress rule with target tags has a target",
  why: "Cloud SQL and Memorystore stand in Google's network, and Cloud Run's tags count for egress alone: the rule looks as if it acted, and has no effect.",
  fix: "remove the rule, or limit egress from the Cloud Run side to the private service range",
  source: "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc",
  check: forEveryResource(FIREWALL, (firewall, estate) => {
    const targets = valueAt(firewall, "target_tags");
    if (!isIngress(firewall) || estate.ofTypes((type) => UNTAGGED.test(type)).length === 0) return [];
    if (targets === UNKNOWN) return [unknown(firewall, "target_tags")];
    if (!Array.isArray(targets) || targets.length === 0) return [];
    const carried = carriedTags(estate);
    const isCarried = (tag: Value): boolean =>
      tag !== UNKNOWN && (carried.includes(tag) || GOOGLES_TAG.test(plainText(tag)));
    if (targets.some(isCarried)) return [];
    if (targets.includes(UNKNOWN) || carried.includes(UNKNOWN)) return [unknown(firewall, "target_tags")];
    return [
      violation(firewall, `target_tags: ${targets.map(tagText).join(", ")} found, which no resource here carries`),
    ];
  }),
};
