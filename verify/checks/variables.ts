import { BYPASS_KEY_VARIABLE, SIMULATION_KEY_VARIABLE } from "../../environments/end-to-end";
import type { Environment } from "../../environments/environment";
import { secretId, serviceAccountEmail } from "../../environments/names";
import { variablesOf, type Variable } from "../../environments/variables";
import { countText } from "../../report/text";
import { failed, joinAttempts, passed, unknown, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import type { LiveReader } from "../live/reader";
import {
  mountedOwnSecrets,
  mountedSecrets,
  readVariables,
  type MountedSecret,
  type MountedVariable,
} from "../live/run";
import { isEnabled, newestEnabled, readPolicy, readVersions, type Binding, type LiveVersion } from "../live/secrets";
import { adminChecksOf, type AdminContext, type AdminRow } from "./admin-check";
import { compareSettings, setting, type Setting } from "./settings";

/** Every service's variables and secrets, without a value of any. */
export const variableChecks = (context: AdminContext): readonly Check[] =>
  Object.keys(context.environment.services).flatMap((service) => adminChecksOf(context, rows(context, service)));

function rows({ environment }: AdminContext, service: string): readonly AdminRow[] {
  const mounted = (live: LiveReader): Promise<readonly MountedVariable[]> => readVariables(live, environment, service);
  const declared = variablesOf(environment, service);
  return [
    {
      id: `variables/${service}/names`,
      title: `${service}: carries exactly the declared variables`,
      gone: "not-ready",
      ask: async (live) => namesAttempt(await mounted(live), declared),
    },
    {
      id: `variables/${service}/bypass-key`,
      title: `${service}: the bypass key is there where it is declared, and only there`,
      gone: "not-ready",
      ask: async (live) => bypassAttempt(await mounted(live), declared),
    },
    {
      id: `variables/${service}/references`,
      title: `${service}: every secret is mounted by its declared reference`,
      gone: "not-ready",
      ask: async (live) => referencesAttempt(environment, service, await mounted(live)),
    },
    {
      id: `variables/${service}/versions`,
      title: `${service}: every mounted version of a secret is enabled`,
      gone: "secret-unusable",
      ask: async (live) => versionsAttempt(live, environment, service, await mounted(live)),
    },
    {
      id: `variables/${service}/access`,
      title: `${service}: its own account may read every secret that it mounts`,
      gone: "secret-unusable",
      ask: async (live) => accessAttempt(live, environment, service, await mounted(live)),
    },
  ];
}

type Named = Pick<Variable, "name">;

/** The names under which a service would accept the e2e bypass key: that one of them is mounted is already a way in. */
const BYPASS_VARIABLES: readonly string[] = [BYPASS_KEY_VARIABLE, SIMULATION_KEY_VARIABLE];

/** The names of the bypass key are left out: a check of their own asks for them. */
function namesAttempt(mounted: readonly Named[], declared: readonly Named[]): Attempt {
  const missing = namesWithout(declared, mounted);
  const extra = namesWithout(mounted, declared);
  if (missing.length + extra.length === 0) return passed(countText(declared.length, "variable"));
  return failed(
    "variable-missing",
    [...namesText("missing", missing), ...namesText("not declared", extra)].join("; "),
    `the ${declared.length} declared variables`,
  );
}

const namesWithout = (variables: readonly Named[], others: readonly Named[]): readonly string[] =>
  variables
    .map(({ name }) => name)
    .filter((name) => !others.some((other) => other.name === name) && !BYPASS_VARIABLES.includes(name))
    .toSorted();

const namesText = (what: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join(", ")}`];

/** The e2e bypass key is mounted exactly where it is declared, and in production nowhere. */
function bypassAttempt(mounted: readonly Named[], declared: readonly Named[]): Attempt {
  const found = bypassNames(mounted);
  const expected = bypassNames(declared);
  return found === expected ? passed(found) : failed("variable-missing", found, expected);
}

function bypassNames(variables: readonly Named[]): string {
  const names = BYPASS_VARIABLES.filter((bypass) => variables.some(({ name }) => name === bypass));
  return names.length === 0 ? `none of ${BYPASS_VARIABLES.join(", ")}` : names.join(", ");
}

/** A secret as a service is declared to mount it. */
interface DeclaredSecret {
  readonly variable: string;
  readonly secret: string;
  /**
   * The version that the spec pins: an operator's. Where Terraform writes the values, the spec counts rotations and
   * Secret Manager numbers versions; there the newest one must be mounted.
   */
  readonly version?: string;
}

const isSecret = (variable: Variable): variable is Extract<Variable, { readonly kind: "secret" }> =>
  variable.kind === "secret";

const declaredSecrets = (environment: Environment, service: string): readonly DeclaredSecret[] =>
  variablesOf(environment, service)
    .filter(isSecret)
    .map(({ name, role }) => {
      const pinned = environment.secrets.operatorProvided[role]?.version;
      return {
        variable: name,
        secret: secretId(environment, role),
        ...(pinned !== undefined && { version: String(pinned) }),
      };
    });

/**
 * Every declared secret is mounted by reference, with the declared id and a numbered version, and nothing else is a
 * secret. A variable that is missing altogether is reported with the names.
 */
function referencesAttempt(environment: Environment, service: string, variables: readonly MountedVariable[]): Attempt {
  const mounted = mountedSecrets(environment, variables);
  const declared = declaredSecrets(environment, service);
  const texts = variablesOf(environment, service).filter((variable) => !isSecret(variable));
  const attempt = compareSettings([
    ...declared.flatMap((each) => referenceSettings(each, variables, mounted)),
    ...texts.flatMap(({ name }) => textSettings(name, mounted)),
  ]);
  return attempt.verdict === "passed" ? passed(`${countText(declared.length, "secret")} by reference`) : attempt;
}

/** Any numbered version: whether it is the right one is checked with the versions. */
const ANY_NUMBER = "a number";

function referenceSettings(
  { variable, secret, version = ANY_NUMBER }: DeclaredSecret,
  variables: readonly MountedVariable[],
  mounted: readonly MountedSecret[],
): readonly Setting[] {
  if (!variables.some(({ name }) => name === variable)) return [];
  const found = mounted.find((each) => each.variable === variable);
  const declared = `${secret}, version ${version}`;
  if (found === undefined) return [setting(variable, "text", declared)];
  const isNumbered = version === ANY_NUMBER && /^\d+$/.test(found.version);
  return [setting(variable, `${found.secret}, version ${isNumbered ? ANY_NUMBER : found.version}`, declared)];
}

function textSettings(name: string, mounted: readonly MountedSecret[]): readonly Setting[] {
  const found = mounted.find(({ variable }) => variable === name);
  return found === undefined ? [] : [setting(name, `the secret ${found.secret}`, "text")];
}

/** Every version that a service mounts is enabled, and the newest one where the spec does not pin it. */
async function versionsAttempt(
  live: LiveReader,
  environment: Environment,
  service: string,
  variables: readonly MountedVariable[],
): Promise<Attempt> {
  const mounted = mountedOwnSecrets(environment, variables);
  const pinned = declaredSecrets(environment, service).flatMap(({ secret, version }) => (version ? [secret] : []));
  const attempts = await Promise.all(
    mounted.map(async (each) => {
      const versions = await readVersions(live, environment, each.secret);
      return versionAttempt(each, versions, !pinned.includes(each.secret));
    }),
  );
  return joinAttempts(attempts, `${countText(attempts.length, "version")} enabled`);
}

function versionAttempt(
  { variable, secret, version }: MountedSecret,
  versions: ReadonlyMap<string, LiveVersion>,
  mustBeNewest: boolean,
): Attempt {
  const newest = newestEnabled(versions);
  const used = version === "latest" ? newest : version;
  const live = used === undefined ? undefined : versions.get(used);
  const found = `${variable}: ${secret}, version ${version}`;
  if (!isEnabled(live))
    return failed("secret-unusable", `${found} is ${live?.state ?? "not there"}`, "an enabled version");
  if (mustBeNewest && used !== newest) {
    return failed("not-as-declared", found, `version ${newest}, the newest enabled one`);
  }
  return passed(found);
}

const ACCESSOR = "roles/secretmanager.secretAccessor";

/**
 * Every secret that a service mounts is granted to its own account, on the secret itself: a grant on the project would
 * let it read all secrets.
 */
async function accessAttempt(
  live: LiveReader,
  environment: Environment,
  service: string,
  variables: readonly MountedVariable[],
): Promise<Attempt> {
  const email = serviceAccountEmail(environment, service);
  const ids = [...new Set(mountedOwnSecrets(environment, variables).map(({ secret }) => secret))];
  const attempts = await Promise.all(
    ids.map(async (secret) => grantAttempt(secret, email, await readPolicy(live, environment, secret))),
  );
  return joinAttempts(attempts, `${email} reads ${countText(ids.length, "secret")}`);
}

function grantAttempt(secret: string, email: string, bindings: readonly Binding[]): Attempt {
  const grants = bindings.filter(
    ({ role, members }) => role === ACCESSOR && members.includes(`serviceAccount:${email}`),
  );
  if (grants.some(({ condition }) => condition === undefined)) return passed(secret);
  if (grants.length > 0)
    return unknown(`${secret}: ${email} may read it under a condition, which only Google can judge`);
  return failed("secret-unusable", `${secret}: no grant to ${email}`, `${ACCESSOR} on the secret`);
}
