import { groupsBy } from "../../../../google/groups";
import type { Estate } from "../../../core/estate";
import { UNKNOWN, referencesAt, valueAt, type Resource, type Value } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";

const BINDING = /_iam_binding$/;
const MEMBER = /_iam_member$/;

/** Arguments that do not say on what a role is granted. */
const ASIDE = new Set(["members", "member", "etag", "id"]);

/** What one argument says of the place of a grant; undefined where nobody can tell. */
function placeText(grant: Resource, name: string, value: Value): string | undefined {
  if (value !== UNKNOWN) return JSON.stringify(value);
  const references = referencesAt(grant, name);
  // What Google fills in tells nothing, and blocks with keys refer to many things by one name.
  if (references.length === 0) return "";
  return grant.address.includes("[") ? undefined : references.join();
}

/** The role and what it is granted on; undefined where nobody can tell. */
function grantKey(grant: Resource): string | undefined {
  const parts = Object.entries(grant.values)
    .filter(([name]) => !ASIDE.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, placeText(grant, name, value)] as const);
  if (parts.some(([, text]) => text === undefined)) return undefined;
  const said = parts.filter(([, text]) => text !== "" && text !== "[]" && text !== "null");
  return JSON.stringify([grant.type.replace(/_iam_(binding|member)$/, ""), said]);
}

const isListed = (binding: Resource, member: Resource): boolean => {
  const [members, one] = [valueAt(binding, "members"), valueAt(member, "member")];
  return !Array.isArray(members) || one === UNKNOWN || members.includes(one) || members.includes(UNKNOWN);
};

function judgeGroup(grants: readonly Resource[]): readonly Verdict[] {
  const [binding, ...others] = grants.filter(({ type }) => BINDING.test(type));
  if (binding === undefined) return [];
  const lost = grants.filter(({ type }) => MEMBER.test(type)).filter((member) => !isListed(binding, member));
  return [...others, ...lost].map((grant) =>
    violation(grant, `role: the same role on the same thing as in ${binding.address} found, one binding allowed`),
  );
}

const grantsHere = (estate: Estate): readonly Resource[] =>
  estate.ofTypes((type) => BINDING.test(type) || MEMBER.test(type));

/** Bindings that take from each other what they give. */
export const bindingClash: Rule = {
  id: "iam-binding-clash",
  kind: "down",
  severity: "high",
  title: "One binding alone says who holds a role on a thing",
  why: "A binding is the whole list: the one that is applied last takes the role from everybody in the other, and the next plan turns it round.",
  fix: "put all members into one binding, or grant each with an iam_member",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam",
  check: (estate) =>
    [...groupsBy(grantsHere(estate), grantKey)].flatMap(([key, grants]) =>
      key === undefined ? [] : judgeGroup(grants),
    ),
};
