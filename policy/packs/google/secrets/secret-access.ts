import { derivedFact, type Estate } from "../../../core/estate";
import { NamedIndex, keyOf, namedAt, type Named } from "../../../core/relations/named";
import { referencedBy, namedResources } from "../../../core/relations/targets";
import { linkOf } from "../../../core/relations/link";
import { UNKNOWN, blockPaths, numberAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { WIDE_GRANT, findGrants, givesRole, type Grant, type PlacedValue } from "../identities/grants";
import { FUNCTION_TYPES, accountPathOf, functionSecretPaths } from "../programs/programs";
import { SECRET, SECRET_VERSION } from "./secrets";
import { secretVariablesOf, type VariableOf } from "../programs/variable";
import { MODERN_TYPES, RUN_V1, WORKLOAD_TYPES, templateOf } from "../programs/workloads";

const ACCOUNT = "google_service_account";
const SECRET_GRANT = /^google_secret_manager_secret_iam_(member|binding|policy)$/;
/** Roles with secretmanager.versions.access (https://cloud.google.com/secret-manager/docs/access-control). */
const READERS = ["roles/secretmanager.secretAccessor", "roles/secretmanager.admin"];
const WIDE_READERS = [...READERS, "roles/owner"];

const secretGrants = derivedFact(
  (estate) =>
    new NamedIndex(
      findGrants(estate, SECRET_GRANT)
        .filter((grant) => givesRole(grant, READERS) !== false)
        .map((grant) => ({ named: namedAt(estate, grant.resource, "secret_id", [SECRET]), item: grant })),
    ),
);

const wideGrants = derivedFact((estate) =>
  findGrants(estate, WIDE_GRANT).filter((grant) => givesRole(grant, WIDE_READERS) !== false),
);

/** What a member names: an account of the estate, or one that is only spelled out. */
function memberNamed(estate: Estate, { resource }: Grant, { value, references }: PlacedValue): Named {
  if (typeof value === "string") {
    const resources = namedResources(estate, resource, ACCOUNT, value);
    const links = resources.length > 0 ? [] : [linkOf(ACCOUNT, value)];
    return { resources, links, sources: [], isOpen: false };
  }
  const resources = references.flatMap((reference) => referencedBy(estate, resource, reference, [ACCOUNT]));
  return { resources, links: [], sources: [], isOpen: value === UNKNOWN && resources.length === 0 };
}

/** Whether a grant is to an account; UNKNOWN where its role or one of its members may turn out to be. */
function isTo(estate: Estate, account: Named, grant: Grant): boolean | typeof UNKNOWN {
  const members = new NamedIndex(
    grant.members.map((member) => ({ named: memberNamed(estate, grant, member), item: 1 })),
  );
  const { same, maybe } = members.find(account);
  if (same.length === 0) return maybe.length > 0 ? UNKNOWN : false;
  return givesRole(grant, WIDE_READERS) === UNKNOWN ? UNKNOWN : true;
}

/** Grants by which an account may read a secret. */
export const readingGrants = (estate: Estate, account: Named, secret: Named): readonly Grant[] =>
  [...secretGrants(estate).find(secret).same, ...wideGrants(estate)].filter(
    (grant) => isTo(estate, account, grant) !== false,
  );

/** Whether an account may read a secret; UNKNOWN where nobody can tell before apply. */
function mayRead(estate: Estate, account: Named, secret: Named): boolean | typeof UNKNOWN {
  const { same, maybe } = secretGrants(estate).find(secret);
  const certain = [...same, ...wideGrants(estate)].map((grant) => isTo(estate, account, grant));
  if (certain.includes(true)) return true;
  const possible = maybe.map((grant) => isTo(estate, account, grant));
  return certain.includes(UNKNOWN) || possible.some((holds) => holds !== false) ? UNKNOWN : false;
}

/** A variable that mounts a secret. */
export interface Mount extends VariableOf {
  /** `…value_source[0].secret_key_ref[0].secret` */
  readonly at: string;
  readonly named: Named;
}

const mountsOf = (estate: Estate, types: readonly string[]): readonly Mount[] => [
  ...secretVariablesOf(estate, types).map((variable) => {
    // Version 1 of Cloud Run calls the secret a name.
    const at = `${variable.secret ?? ""}.${variable.service.type === RUN_V1 ? "name" : "secret"}`;
    return { ...variable, at, named: namedAt(estate, variable.service, at, [SECRET]) };
  }),
  ...functionMounts(estate),
  ...fileMounts(estate, types),
];

/** What services, jobs and worker pools mount as files. */
const fileMounts = (estate: Estate, types: readonly string[]): readonly Mount[] =>
  types
    .filter((type) => MODERN_TYPES.includes(type))
    .flatMap((type) => estate.ofType(type))
    .flatMap((service) =>
      blockPaths(service, `${templateOf(service)}.volumes`).flatMap((path, container): readonly Mount[] => {
        const secret = `${path}.secret[0]`;
        const at = `${secret}.secret`;
        if (valueAt(service, at) === undefined) return [];
        const named = namedAt(estate, service, at, [SECRET]);
        return [{ service, name: "a file", container, path, text: undefined, isUnknown: false, secret, at, named }];
      }),
    );

/** What functions of both generations mount. */
const functionMounts = (estate: Estate): readonly Mount[] =>
  FUNCTION_TYPES.flatMap((type) =>
    estate.ofType(type).flatMap((service) =>
      functionSecretPaths(service).map(({ path, name }, container): Mount => {
        const at = `${path}.secret`;
        const named = namedAt(estate, service, at, [SECRET]);
        return { service, name, container, path, text: undefined, isUnknown: false, secret: path, at, named };
      }),
    ),
  );

const mounts = derivedFact((estate): readonly Mount[] => mountsOf(estate, MODERN_TYPES));

/** The accounts that everything runs as that names none: Compute Engine's, and App Engine's for functions of the first generation. */
const DEFAULT_ACCOUNT = /^serviceAccount:(\d+-compute@developer|[\w-]+@appspot)\.gserviceaccount\.com$/;

/** Whether the project's default account may read a secret; UNKNOWN where a member is not known. */
function defaultMayRead(estate: Estate, secret: Named): boolean | typeof UNKNOWN {
  const { same, maybe } = secretGrants(estate).find(secret);
  const members = [...same, ...wideGrants(estate), ...maybe].flatMap((grant) => grant.members);
  if (members.some(({ value }) => typeof value === "string" && DEFAULT_ACCOUNT.test(value))) return true;
  // A number that only a data source knows may be the project's own, and what a program tells of itself its account.
  return members.some(({ value, references }) => value === UNKNOWN && references.every(isOfProject)) ? UNKNOWN : false;
}

const isOfProject = (address: string): boolean =>
  /(^|\.)(data\.)?google_(project|(compute|app_engine)_default_service_account|cloudfunctions2?_function|cloud_run_\w+)\./.test(
    address,
  );

/** The own account of a workload; undefined where it has none, and runs as the project's default one. */
export function accountOf(estate: Estate, service: Resource): Named | undefined {
  const path = accountPathOf(service);
  const value = valueAt(service, path);
  return value === undefined || value === "" ? undefined : namedAt(estate, service, path, [ACCOUNT]);
}

/**
 * Judges that the own account of each service or job is granted every secret that it mounts; each secret once.
 *
 * @param isJudged - whether the grants of a secret would stand in this estate; @default all of them
 */
export function judgeSecretAccess(
  estate: Estate,
  isJudged: (secret: Named) => boolean = () => true,
): readonly Verdict[] {
  const seen = new Set<string>();
  return mounts(estate).flatMap(({ service, name, at, named }): readonly Verdict[] => {
    const key = `${service.stack} ${service.address} ${keyOf(named)}`;
    if (seen.has(key) || !isJudged(named)) return [];
    seen.add(key);
    const account = accountOf(estate, service);
    const holds = account === undefined ? defaultMayRead(estate, named) : mayRead(estate, account, named);
    if (named.isOpen || account?.isOpen || holds === UNKNOWN) return [unknown(service, at)];
    return holds
      ? []
      : [
          violation(
            service,
            `${at}: "${name}" is mounted, but the account that the service runs as may not read its secret`,
          ),
        ];
  });
}

export const accessor: Rule = {
  id: "secret-accessor",
  kind: "refused",
  severity: "critical",
  title: "The own account of a service or job may read every secret it mounts",
  why: "Cloud Run checks access when it deploys: the revision fails, and a running one fails at its next start (incident 11).",
  fix: "bind roles/secretmanager.secretAccessor on that secret to the service's account",
  source: "https://cloud.google.com/run/docs/configuring/services/secrets#access-secret",
  // Of a secret that others own, another state may hold the grant.
  check: (estate) =>
    judgeSecretAccess(estate, (secret) => {
      const isGrantedHere = secretGrants(estate).find(secret).same.length > 0;
      return isGrantedHere || secret.resources.some(({ isNew }) => isNew || hasGrants(estate));
    }),
};

const hasGrants = derivedFact((estate) => findGrants(estate, SECRET_GRANT).length > 0);

/** How many versions the estate adds to a secret. */
const versionsOf = (estate: Estate, secret: Resource): number => addedVersions(estate, secret).length;

/** Whether something in the estate adds a version to a secret. */
const hasVersion = (estate: Estate, secret: Resource): boolean => versionsOf(estate, secret) > 0;

const versionOwners = derivedFact(
  (estate) =>
    new NamedIndex(
      estate
        .ofType(SECRET_VERSION)
        .map((version) => ({ named: namedAt(estate, version, "secret", [SECRET]), item: version })),
    ),
);

/** The versions that the estate adds to a secret. */
export const addedVersions = (estate: Estate, secret: Resource): readonly Resource[] =>
  versionOwners(estate).find({ resources: [secret], links: [], sources: [], isOpen: false }).same;

/** Every variable that mounts a secret, of every type of workload. */
export const secretMounts = (estate: Estate): readonly Mount[] => mountsOf(estate, WORKLOAD_TYPES);

export const hasValue: Rule = {
  id: "secret-without-version",
  kind: "refused",
  severity: "high",
  title: "A mounted secret has a version when its service is deployed",
  why: "A secret that this plan makes has no version until somebody adds one: Cloud Run refuses the revision, and the apply stops there.",
  fix: "add a google_secret_manager_secret_version, or apply the secret first and add its value by hand",
  source: "https://cloud.google.com/run/docs/configuring/services/secrets",
  check: (estate) => {
    const seen = new Set<Resource>();
    return mountsOf(estate, WORKLOAD_TYPES).flatMap(({ service, name, at, named }) =>
      named.resources
        .filter((secret) => secret.isNew && service.isNew && !seen.has(secret) && !hasVersion(estate, secret))
        .map((secret) => {
          seen.add(secret);
          return violation(service, `${at}: "${name}" mounts ${secret.address}, a new secret without any version`);
        }),
    );
  },
};

export const versionNumber: Rule = {
  id: "secret-version-absent",
  kind: "refused",
  severity: "high",
  title: "The version that a service mounts of a new secret is one that the plan adds",
  why: "Versions of a new secret are counted from 1: Cloud Run refuses a revision that mounts one which nobody has added.",
  fix: "reference the version resource: google_secret_manager_secret_version.NAME.version",
  source: "https://cloud.google.com/run/docs/configuring/services/secrets",
  check: (estate) =>
    mountsOf(estate, WORKLOAD_TYPES).flatMap(({ service, name, secret = "", named }) => {
      const path = `${secret}.${service.type === RUN_V1 ? "key" : "version"}`;
      const number = numberAt(service, path);
      const added = named.resources.map((own) => (own.isNew ? versionsOf(estate, own) : Infinity));
      return number !== undefined && added.length > 0 && added.every((count) => count > 0 && count < number)
        ? [
            violation(
              service,
              `${path}: "${name}" has version ${number} of a new secret, at most ${Math.max(...added)} allowed`,
            ),
          ]
        : [];
    }),
};

/** Whether secrets can be read by who mounts them. */
export const secretAccessRules: readonly Rule[] = [accessor, hasValue, versionNumber];
