const ACCOUNT = /^serviceAccount:[a-z0-9-]{1,63}@[a-z0-9.-]{1,80}\.gserviceaccount\.com$/;
const POOL = "//iam.googleapis.com/[^ ]+/workloadIdentityPools/([a-z0-9-]{1,64})";
const EVERY = new RegExp(`^principalSet:${POOL}/\\*$`);
const ATTRIBUTE = new RegExp(`^principalSet:${POOL}/attribute\\.([a-z0-9_]{1,60})/(.+)$`);
const SUBJECT = new RegExp(`^principal:${POOL}/subject/(.+)$`);

/** Members that stand for many at once. */
const KINDS: readonly (readonly [form: RegExp, text: string])[] = [
  [/^domain:/, "everyone of a domain"],
  [/^projectOwner:/, "the owners of the project"],
  [/^projectEditor:/, "the editors of the project"],
  [/^projectViewer:/, "the viewers of the project"],
  [/^group:/, "a group"],
];

/**
 * Who a member of a grant is, in words; undefined for a person, whose address no report shows, and for what has no known form.
 * A service account is named by its address; the value of an attribute is not quoted.
 */
export function memberText(member: unknown): string | undefined {
  if (typeof member !== "string") return undefined;
  if (ACCOUNT.test(member)) return member;
  const [, every] = EVERY.exec(member) ?? [];
  if (every !== undefined) return `every identity that the pool ${every} lets in`;
  const [, pool, attribute, value = ""] = ATTRIBUTE.exec(member) ?? [];
  if (pool !== undefined) {
    const star = value.includes("*") ? ", by a star, which no token's value has," : "";
    return `whoever the pool ${pool} lets in with one ${attribute}${star}`;
  }
  const [, subjects] = SUBJECT.exec(member) ?? [];
  if (subjects !== undefined) return `one subject of the pool ${subjects}`;
  return KINDS.find(([form]) => form.test(member))?.[1];
}
