import { TRAFFIC } from "../../google/cloud-run";
import { usesVpc } from "../../environments/budgets";
import type { ProbeSpec, ServiceSpec } from "../../environments/environment";
import { serviceAccountEmail } from "../../environments/names";
import { SERVICE_ACCESS, SERVICE_CONTAINER, SERVICE_EGRESS, SERVICE_TEMPLATE } from "../../google/hardened/cloud-run";
import { mebibytes, vcpus } from "../../google/quantities";
import { failed, passed, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { resourceName, type LiveReader } from "../live/reader";
import { readService, servingContainer, type LiveCondition, type LiveProbe, type LiveService } from "../live/run";
import { PASSING_ATTEMPTS, adminChecksOf, type AdminContext, type AdminRow } from "./admin-check";
import { compareSettings, hardenedSettings, setting, type Setting } from "./settings";

/** Every Cloud Run service: whether its revision serves, and whether it is what the spec says. */
export const healthChecks = (context: AdminContext): readonly Check[] =>
  Object.entries(context.environment.services).flatMap(([service, spec]) =>
    adminChecksOf(context, rows(context, service, spec)),
  );

function rows({ environment }: AdminContext, service: string, spec: ServiceSpec): readonly AdminRow[] {
  const { pinnedRevision } = spec;
  const found = (live: LiveReader): Promise<LiveService> => readService(live, environment, service);
  const gone = "not-ready";
  return [
    {
      id: `health/${service}/revision`,
      title: `${service}: the declared revision is ready and has all traffic`,
      attempts: PASSING_ATTEMPTS,
      gone,
      ask: async (live) => revisionAttempt(await found(live), pinnedRevision),
    },
    {
      id: `health/${service}/conditions`,
      title: `${service}: ${pinnedRevision === undefined ? "every condition" : ROUTES} has succeeded`,
      attempts: PASSING_ATTEMPTS,
      gone,
      ask: async (live) =>
        pinnedRevision === undefined ? conditionsAttempt(await found(live)) : routesAttempt(await found(live)),
    },
    {
      id: `health/${service}/instances`,
      title: `${service}: instances, concurrency and request timeout are as declared`,
      gone,
      ask: async (live) => compareSettings(instanceSettings(await found(live), spec)),
    },
    {
      id: `health/${service}/resources`,
      title: `${service}: CPU, memory, port and session affinity are as declared`,
      gone,
      ask: async (live) => compareSettings(resourceSettings(await found(live), spec)),
    },
    {
      id: `health/${service}/probes`,
      title: `${service}: its three probes are as declared`,
      gone,
      ask: async (live) => {
        const { startupProbe, livenessProbe, readinessProbe } = servingContainer(await found(live));
        const { readiness } = spec.probes;
        return compareSettings([
          ...probeSettings("startupProbe", startupProbe, spec.probes.startup, spec.port),
          ...probeSettings("livenessProbe", livenessProbe, spec.probes.liveness, spec.port),
          ...probeSettings("readinessProbe", readinessProbe, readiness, spec.port),
          setting("readinessProbe.successThreshold", readinessProbe?.successThreshold, readiness.successThreshold),
        ]);
      },
    },
    {
      id: `health/${service}/access`,
      title: `${service}: reached through the load balancer only, by everybody, under its own account`,
      gone,
      ask: async (live) =>
        compareSettings(accessSettings(await found(live), spec, serviceAccountEmail(environment, service))),
    },
  ];
}

const LATEST = "the latest ready revision";

/**
 * The latest revision is ready, and all traffic goes to it. Where the spec pins a revision after a rollback, all traffic
 * goes to that one, whatever became of the latest.
 */
function revisionAttempt(service: LiveService, pinned: string | undefined): Attempt {
  const created = resourceName(service.latestCreatedRevision);
  const ready = resourceName(service.latestReadyRevision);
  if (pinned === undefined && (ready === "" || created !== ready)) {
    return failed("not-ready", `latest ready: ${ready || "none"}`, `${created || "a revision"}, the latest created`);
  }
  const traffic = trafficText(service);
  const declared = `100 % to ${pinned ?? LATEST}`;
  return traffic === declared
    ? passed(`${traffic}${pinned === undefined ? `, ${ready}` : ""}`)
    : failed("not-ready", traffic, declared);
}

/** A traffic target without a share is only an address of its own. */
function trafficText({ trafficStatuses }: LiveService): string {
  const shares = trafficStatuses
    .filter(({ percent }) => percent > 0)
    .map(({ type, revision, percent }) => {
      const isLatest = type === TRAFFIC.latest || revision === undefined;
      return `${percent} % to ${isLatest ? LATEST : resourceName(revision)}`;
    });
  return shares.join(", ") || "no traffic";
}

const SUCCEEDED = "CONDITION_SUCCEEDED";

const ROUTES = "RoutesReady";

/** Cloud Run has done what it was asked: no condition has failed, and no change is under way. */
function conditionsAttempt({ reconciling, terminalCondition, conditions }: LiveService): Attempt {
  const all = [...(terminalCondition ? [terminalCondition] : []), ...conditions];
  const found = [
    ...(reconciling ? ["a change is being carried out"] : []),
    ...(terminalCondition ? [] : ["no terminal condition"]),
    ...all.filter(({ state }) => state !== SUCCEEDED).map(conditionText),
  ];
  if (found.length > 0) return failed("not-ready", found.join("; "), "every condition succeeded, no change under way");
  return passed(all.map(({ type }) => type).join(", "));
}

/** Beside a pinned revision only the routes count: the other conditions are about the latest one, which may have failed. */
function routesAttempt({ conditions }: LiveService): Attempt {
  const routes = conditions.find(({ type }) => type === ROUTES);
  if (routes?.state === SUCCEEDED) return passed(ROUTES);
  return failed("not-ready", routes ? conditionText(routes) : `no condition ${ROUTES}`, `${ROUTES}: ${SUCCEEDED}`);
}

const conditionText = ({ type, state, reason, message }: LiveCondition): string =>
  [`${type}: ${state}`, ...(reason === undefined ? [] : [reason]), ...(message === undefined ? [] : [message])].join(
    ", ",
  );

/** What the budgets are computed from. */
const instanceSettings = ({ scaling, template }: LiveService, spec: ServiceSpec): readonly Setting[] => [
  setting("scaling.minInstanceCount", scaling.minInstanceCount, spec.scaling.min),
  setting("scaling.maxInstanceCount", scaling.maxInstanceCount, spec.scaling.max),
  setting("template.scaling.minInstanceCount", template.scaling.minInstanceCount, spec.scaling.min),
  setting("template.scaling.maxInstanceCount", template.scaling.maxInstanceCount, spec.scaling.max),
  setting("template.maxInstanceRequestConcurrency", template.maxInstanceRequestConcurrency, spec.concurrency),
  setting("template.timeout", template.timeout, `${spec.requestTimeoutSeconds}s`),
];

/** A socket service computes between requests, and a client that reconnects finds its instance again. */
function resourceSettings(service: LiveService, spec: ServiceSpec): readonly Setting[] {
  const { resources, ports } = servingContainer(service);
  const hasSockets = spec.sockets !== undefined;
  return [
    setting("resources.limits.cpu", vcpus(resources.limits.cpu), spec.cpu),
    setting("resources.limits.memory, MiB", mebibytes(resources.limits.memory), spec.memoryMiB),
    setting("resources.cpuIdle", resources.cpuIdle, !hasSockets),
    setting("ports.containerPort", ports[0]?.containerPort, spec.port),
    ...hardenedSettings(SERVICE_CONTAINER, service.hardened, containerField),
    setting("template.sessionAffinity", service.template.sessionAffinity, hasSockets),
  ];
}

/** `template.containers[0].ports[0].name` → `ports.name`: a service has one container that serves, with one port. */
const containerField = (path: string): string => path.replace("template.containers[0].", "").replaceAll(/\[\d+\]/g, "");

const probeSettings = (
  name: string,
  found: LiveProbe | undefined,
  declared: ProbeSpec,
  port: number,
): readonly Setting[] => [
  setting(`${name}.httpGet.path`, found?.httpGet?.path, declared.path),
  setting(`${name}.httpGet.port`, found?.httpGet?.port, port),
  setting(`${name}.periodSeconds`, found?.periodSeconds, declared.periodSeconds),
  setting(`${name}.timeoutSeconds`, found?.timeoutSeconds, declared.timeoutSeconds),
  setting(`${name}.failureThreshold`, found?.failureThreshold, declared.failureThreshold),
  setting(`${name}.initialDelaySeconds`, found?.initialDelaySeconds, 0),
];

/** Who may call the service, as whom it runs, and which of its traffic takes the VPC. */
const accessSettings = ({ template, hardened }: LiveService, spec: ServiceSpec, email: string): readonly Setting[] => [
  ...hardenedSettings(SERVICE_ACCESS, hardened),
  setting("template.serviceAccount", template.serviceAccount, email),
  ...hardenedSettings(SERVICE_TEMPLATE, hardened),
  ...(usesVpc(spec) ? hardenedSettings(SERVICE_EGRESS, hardened) : []),
];
