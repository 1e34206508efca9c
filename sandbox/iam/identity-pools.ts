import { invalidArgument, notFound, notServed, okAnswer, refusalAnswer, type Refusal } from "../core/answer";
import { param, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, asText, omitMembers, type JsonObject } from "../core/json";
import { operationRoute } from "../core/kept-operations";
import { typedMessage, type OperationForm } from "../core/operations";
import { pathByProjectNumber } from "../core/projects";

/** A deleted pool stays as DELETED for 30 days, and its id cannot be used again. */
const POOLS = "projects/{project}/locations/global/workloadIdentityPools";

/**
 * The id of a pool or a provider has 4 to 32 characters and does not begin with Google's own prefix. Google's text is
 * not known.
 */
const checkId = ({ id, call: { path } }: Draft): Refusal | undefined =>
  /^(?!gcp-)[a-z0-9-]{4,32}$/.test(id)
    ? undefined
    : invalidArgument(`${path}: invalid id "${id}": 4 to 32 of [a-z0-9-], not beginning with gcp-.`);

/** The member where it is true: answers of this API leave out a false. */
const trueMember = (value: JsonObject, member: string): JsonObject =>
  value[member] === true ? { [member]: true } : {};

/**
 * Operations of a pool or a provider. A deletion answers what is deleted, which stays for a while; names of types are those
 * of the older version with `v1` (https://docs.cloud.google.com/iam/docs/reference/rpc/google.iam.v1beta).
 *
 * @param type - `WorkloadIdentityPool`
 */
const poolOperation = (type: string): OperationForm => ({
  resource: `google.iam.v1.${type}`,
  metadata: () => typedMessage(`google.iam.v1.${type}OperationMetadata`),
  answersDeleted: true,
  scope: (path) => path,
});

/** What pools and their providers have in common. */
const COMMON = {
  api: "iam",
  update: { method: "PATCH", join: "replace" },
  fill: (draft: Draft): JsonObject => ({
    ...omitMembers(draft.next, "disabled"),
    ...trueMember(draft.next, "disabled"),
    name: pathByProjectNumber(draft.call.store, draft.path),
    state: "ACTIVE",
  }),
  isSoftDeleted: true,
} as const;

const pools: Collection = {
  ...COMMON,
  style: poolOperation("WorkloadIdentityPool"),
  pattern: POOLS,
  noun: "WorkloadIdentityPool",
  id: { query: "workloadIdentityPoolId" },
  items: "workloadIdentityPools",
  check: checkId,
};

const providers: Collection = {
  ...COMMON,
  style: poolOperation("WorkloadIdentityPoolProvider"),
  pattern: `${POOLS}/{pool}/providers`,
  noun: "WorkloadIdentityPoolProvider",
  id: { query: "workloadIdentityPoolProviderId" },
  items: "workloadIdentityPoolProviders",
  check: (draft) => {
    const { call, next } = draft;
    const [project, pool] = [param(call, "project"), param(call, "pool")];
    const parent = call.store.get(`iam/projects/${project}/locations/global/workloadIdentityPools/${pool}`);
    return parent === undefined || parent.state === "DELETED"
      ? notFound(`Workload identity pool ${pool} was not found.`)
      : (checkId(draft) ?? checkKind(next) ?? checkCondition(next));
  },
};

/** Accounts of AWS have roles, and a mapping that Google fills in. */
const checkKind = ({ aws }: JsonObject): Refusal | undefined =>
  aws === undefined ? undefined : notServed("aws: the sandbox does not serve identities of AWS.");

/** Issuers that serve everybody. Public reports name the first; the others are alike. */
const SHARED_ISSUERS = [
  "https://token.actions.githubusercontent.com",
  "https://gitlab.com",
  "https://app.terraform.io",
];

/** A shared issuer needs a condition on a claim: without one anybody's token would be accepted. */
function checkCondition(provider: JsonObject): Refusal | undefined {
  const issuer = asText(asObject(provider.oidc).issuerUri);
  const condition = asText(provider.attributeCondition);
  if (asObject(provider.attributeMapping)["google.subject"] === undefined) {
    return invalidArgument("Mapping for google.subject is required.");
  }
  return SHARED_ISSUERS.includes(issuer) && !condition.includes("assertion.") && !condition.includes("attribute.")
    ? invalidArgument("The attribute condition must reference one of the provider's claims.")
    : undefined;
}

/** Pools and providers of workload identity. */
export const identityPoolCollections: readonly Collection[] = [pools, providers];

/**
 * The rules by which workloads prove what they are. Nobody sets one here, so that every pool has none
 * (https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools/listAttestationRules).
 */
const attestationRules: Route = {
  api: "iam",
  method: "GET",
  pattern: `${POOLS}/{id}`,
  verb: "listAttestationRules",
  handle: ({ store, path }) =>
    store.get(`iam/${path}`) === undefined
      ? refusalAnswer(notFound(`WorkloadIdentityPool '${path}' was not found`))
      : okAnswer({}),
};

/** Their routes. */
export const identityPoolRoutes: readonly Route[] = [
  ...identityPoolCollections.flatMap(collectionRoutes),
  operationRoute("iam", `${POOLS}/{pool}/operations`),
  operationRoute("iam", `${POOLS}/{pool}/providers/{provider}/operations`),
  attestationRules,
];
