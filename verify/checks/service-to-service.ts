import type { Environment, SecretVariable } from "../../environments/environment";
import { announcedUrl, serviceAt } from "../../environments/hosts";
import { variablesOf } from "../../environments/variables";
import { failed, passed, skipped, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import type { LiveReader } from "../live/reader";
import { PUBLIC_URL_VARIABLE, mountedSecrets, readVariables } from "../live/run";
import { PASSING_ATTEMPTS, adminChecksOf, type AdminContext, type AdminRow } from "./admin-check";

/** How services reach the auth service, and what they know each other by. */
export function serviceToServiceChecks(context: AdminContext): readonly Check[] {
  const { environment } = context;
  const shared = SHARED_SECRETS.flatMap((variable) => {
    const services = servicesWith(environment, variable);
    return services.length < 2 ? [] : [sharedSecretRow(environment, variable, services)];
  });
  return adminChecksOf(context, [
    ...authCallers(environment).flatMap((service) => authRows(context, service)),
    ...shared,
  ]);
}

const gone = "not-ready";

const authRows = (context: AdminContext, service: string): readonly AdminRow[] => [
  {
    id: `service-to-service/${service}/auth-url`,
    title: `${service}: its auth URL is a routed host that leads to the auth service`,
    gone,
    ask: async (live) => authUrlAttempt(context, await configuredAuthHost(context, live, service)),
  },
  {
    id: `service-to-service/${service}/auth-answers`,
    title: `${service}: the auth host that it calls answers`,
    attempts: PASSING_ATTEMPTS,
    gone,
    ask: async (live, signal) => authAnswerAttempt(context, await configuredAuthHost(context, live, service), signal),
  },
];

/** The service that the announced auth URL leads to; undefined where no row of the host table announces one. */
export function authService(environment: Environment): string | undefined {
  const url = announcedUrl(environment, PUBLIC_URL_VARIABLE);
  return url === undefined ? undefined : serviceAt(environment, new URL(url).host, "/");
}

/** The services that get the auth URL and are not the auth service itself. */
export const authCallers = (environment: Environment): readonly string[] =>
  Object.keys(environment.services).filter(
    (service) =>
      service !== authService(environment) &&
      variablesOf(environment, service).some(({ name }) => name === PUBLIC_URL_VARIABLE),
  );

/**
 * The host of the auth URL that a running service is configured with; undefined where it is no https URL.
 *
 * @throws GoogleApiError
 */
async function configuredAuthHost(
  { environment }: AdminContext,
  live: LiveReader,
  service: string,
): Promise<string | undefined> {
  const variables = await readVariables(live, environment, service);
  const variable = variables.find(({ name }) => name === PUBLIC_URL_VARIABLE);
  return variable?.kind === "plain" ? variable.host : undefined;
}

function authUrlAttempt({ environment }: AdminContext, host: string | undefined): Attempt {
  const declared = authService(environment);
  const found = host === undefined ? undefined : serviceAt(environment, host, "/");
  if (found !== undefined && found === declared) return passed(`https://${host} leads to ${found}`);
  const leads = found === undefined ? "no row of the host table" : found;
  return failed(
    "not-as-declared",
    `${PUBLIC_URL_VARIABLE}: ${host === undefined ? "no https URL" : `https://${host}, ${leads}`}`,
    `${PUBLIC_URL_VARIABLE}: a host that leads to ${declared ?? "an auth service"}`,
  );
}

/**
 * The auth host answers its liveness path. It is asked from here, not from inside the service, but the same way: the
 * service too goes through the load balancer.
 */
function authAnswerAttempt(
  { environment, routeAnswer }: AdminContext,
  host: string | undefined,
  signal: AbortSignal,
): Attempt | Promise<Attempt> {
  const service = host === undefined ? undefined : serviceAt(environment, host, "/");
  const path = service === undefined ? undefined : environment.services[service]?.probes.liveness.path;
  // A host that is not in the table is somebody else's, and the check of the auth URL fails on it.
  if (host === undefined || path === undefined) return skipped("it is configured with no routed host");
  return routeAnswer(host, path, signal);
}

/** What services know each other by, and what one of them signs and the others check. */
const SHARED_SECRETS: readonly SecretVariable[] = ["SERVICE_SECRET", "JWT_SECRET_KEY"];

const servicesWith = ({ services }: Environment, variable: SecretVariable): readonly string[] =>
  Object.entries(services).flatMap(([name, { secrets }]) => (variable in secrets ? [name] : []));

/** All services mount the same version of a shared secret; otherwise one refuses what the other signed. */
const sharedSecretRow = (
  environment: Environment,
  variable: SecretVariable,
  services: readonly string[],
): AdminRow => ({
  id: `service-to-service/shared/${variable}`,
  title: `${services.join(" and ")} mount the same version of ${variable}`,
  gone,
  ask: async (live) => {
    const mounts = await Promise.all(
      services.map(async (service) => {
        const mounted = mountedSecrets(environment, await readVariables(live, environment, service));
        const found = mounted.find((each) => each.variable === variable);
        return [service, found === undefined ? "no secret" : `${found.secret}, version ${found.version}`] as const;
      }),
    );
    const different = new Set(mounts.map(([, mount]) => mount));
    const [first = ""] = different;
    if (different.size === 1 && first !== "no secret") return passed(first);
    const found = mounts.map(([service, mount]) => `${service}: ${mount}`).join("; ");
    return failed("not-as-declared", found, `one secret and one version of ${variable}`);
  },
});
