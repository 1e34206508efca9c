import {
  DEFAULT_MAX_INSTANCES,
  DEFAULT_REQUEST_TIMEOUT_SECONDS,
  PROBE_DEFAULTS,
  READINESS_SUCCESSES,
  TRAFFIC,
} from "../../google/cloud-run";
import { defaultAnswer } from "../../google/hardened/answer";
import { SERVICE_ACCESS, SERVICE_CONTAINER } from "../../google/hardened/cloud-run";
import { param, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import {
  asList,
  asObject,
  asText,
  mapValuesAt,
  mergeObjects,
  omitMembers,
  type Json,
  type JsonObject,
} from "../core/json";
import { projectNumber } from "../core/projects";
import { policyRoutes } from "../iam/policies";
import { isIngress, withLimits } from "./containers";
import { metCondition, recordMembers, runOperation, secretsCondition } from "./records";
import { keepRevision } from "./revisions";
import { secretProblem } from "./secret-rules";
import { checkService } from "./service-rules";

const services: Collection = {
  api: "run",
  pattern: "projects/{project}/locations/{location}/services",
  noun: "Resource",
  id: { query: "serviceId" },
  items: "services",
  style: runOperation("Service"),
  update: { method: "PATCH", join: "replace" },
  guard: "etag",
  references: ["template.vpcAccess.networkInterfaces[].network", "template.vpcAccess.networkInterfaces[].subnetwork"],
  fill: (draft) => {
    const { path } = draft;
    const { store } = draft.call;
    const next = omitMembers(withDefaults(draft), "name", "etag", "uid");
    const record = recordMembers(draft);
    const revision = revisionName(draft, next, asText(record.generation));
    const time = store.time();
    return {
      ...next,
      ...record,
      name: path,
      updateTime: time,
      etag: store.etag(),
      terminalCondition: metCondition("Ready", time),
      conditions: ["RoutesReady", "ConfigurationsReady"].map((type) => metCondition(type, time)),
      latestCreatedRevision: revision,
      latestReadyRevision: revision,
      ...serviceAddresses(draft, next),
    };
  },
  check: checkService,
  settle: (draft) => {
    const problem = secretProblem(draft);
    return problem === undefined ? undefined : failedRollout(draft, problem);
  },
  afterWrite: keepRevision,
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`run/${path}/revisions/`)) call.store.remove(name);
  },
};

/** The service keeps serving its last ready revision; the new revision exists and is not ready. */
function failedRollout(
  { call, next, previous }: Draft,
  problem: string,
): ReturnType<NonNullable<Collection["settle"]>> {
  const revision = asText(next.latestCreatedRevision).split("/").at(-1) ?? "";
  const message = `Revision '${revision}' is not ready and cannot serve traffic. ${problem}`;
  const { latestReadyRevision: _unready, ...rest } = next;
  const ready = previous?.latestReadyRevision;
  const stored = {
    ...rest,
    terminalCondition: secretsCondition(message),
    ...(ready !== undefined && { latestReadyRevision: ready }),
  };
  // A change of the traffic alone makes no revision, so none of it fails.
  if (call.query.get("updateMask") === "traffic") return { stored };
  // Public reports of this text have code 9, and older ones 13; clients only print it.
  return { stored, error: { code: 9, message } };
}

/** The revision of a service: a new template makes a new one, other changes do not. */
function revisionName({ path, id, previous }: Draft, next: JsonObject, generation: string): Json {
  const isSame = previous !== undefined && JSON.stringify(previous.template) === JSON.stringify(next.template);
  const name = `${path}/revisions/${id}-${generation.padStart(5, "0")}-sbx`;
  return isSame ? (previous.latestCreatedRevision ?? name) : name;
}

/** URLs of the service, and of each traffic target with a tag. */
function serviceAddresses({ call, id }: Draft, { traffic }: JsonObject): JsonObject {
  const number = projectNumber(call.store, param(call, "project"));
  const host = `${id}-${number}.${param(call, "location")}.run.app`;
  const statuses = asList(traffic).map((target): JsonObject => {
    const tag = asText(asObject(target).tag);
    return { ...asObject(target), ...(tag !== "" && { uri: `https://${tag}---${host}` }) };
  });
  return { uri: `https://${host}`, urls: [`https://${host}`], trafficStatuses: statuses };
}

/**
 * The service with the defaults that Cloud Run answers. Nothing else is added: a member that the provider does not
 * compute would differ in every plan.
 */
function withDefaults({ call, next }: Draft): JsonObject {
  const number = projectNumber(call.store, param(call, "project"));
  const service = mergeObjects(
    {
      ...defaultAnswer(SERVICE_ACCESS),
      launchStage: "GA",
      traffic: [{ type: TRAFFIC.latest, percent: 100 }],
      // The provider does not compute these, so a service that declares none has a plan that is never empty (one public
      // report; a later provider hides the zeros).
      scaling: { manualInstanceCount: 0, minInstanceCount: 0 },
      template: {
        serviceAccount: `${number}-compute@developer.gserviceaccount.com`,
        timeout: `${DEFAULT_REQUEST_TIMEOUT_SECONDS}s`,
        maxInstanceRequestConcurrency: 80,
        scaling: { maxInstanceCount: DEFAULT_MAX_INSTANCES },
      },
    },
    next,
  );
  return asObject(mapValuesAt(service, "template", (template) => withTemplateDefaults(asObject(template))));
}

/** The template with the defaults of its containers, and without a minimum of zero, which Cloud Run leaves out. */
function withTemplateDefaults(template: JsonObject): JsonObject {
  const scaling = asObject(template.scaling);
  const containers = asList(template.containers).map(asObject);
  return {
    ...template,
    scaling: scaling.minInstanceCount === 0 ? omitMembers(scaling, "minInstanceCount") : scaling,
    ...(template.containers !== undefined && {
      containers: containers.map((each) => withContainerDefaults(each, isIngress(each, containers))),
    }),
  };
}

/** The container with the defaults of its probes; one that gets the requests has a port and a startup probe too. */
function withContainerDefaults(given: JsonObject, getsRequests: boolean): JsonObject {
  const container = withLimits(given);
  const ports = container.ports ?? [{ name: SERVICE_CONTAINER.portName.default, containerPort: 8080 }];
  const port = getsRequests ? (asObject(asList(ports)[0]).containerPort ?? 8080) : undefined;
  const { startupProbe, livenessProbe, readinessProbe } = container;
  return {
    ...container,
    ...(port !== undefined && { ports, startupProbe: tcpProbe(port) }),
    ...(startupProbe !== undefined && { startupProbe: withProbeDefaults(startupProbe, port) }),
    ...(livenessProbe !== undefined && { livenessProbe: withProbeDefaults(livenessProbe, port) }),
    ...(readinessProbe !== undefined && {
      readinessProbe: { successThreshold: READINESS_SUCCESSES, ...withProbeDefaults(readinessProbe, port) },
    }),
  };
}

const tcpProbe = (port: Json): JsonObject => ({
  timeoutSeconds: 240,
  periodSeconds: 240,
  failureThreshold: 1,
  tcpSocket: { port },
});

/** The probe with its defaults: the container's port, and no delay of zero, which Cloud Run leaves out. */
function withProbeDefaults(probe: Json, port: Json | undefined): JsonObject {
  const given = asObject(probe);
  const kinds = ["httpGet", "tcpSocket", "grpc"].flatMap((kind) =>
    given[kind] === undefined
      ? []
      : [[kind, { ...(port !== undefined && { port }), ...asObject(given[kind]) }] as const],
  );
  const { timeoutSeconds, periodSeconds, failureThreshold } = PROBE_DEFAULTS;
  const rest = given.initialDelaySeconds === 0 ? omitMembers(given, "initialDelaySeconds") : given;
  return { timeoutSeconds, periodSeconds, failureThreshold, ...rest, ...Object.fromEntries(kinds) };
}

/** Services of Cloud Run. */
export const runCollections: readonly Collection[] = [services];

/** Their routes. */
export const runRoutes: readonly Route[] = [
  ...runCollections.flatMap(collectionRoutes),
  ...policyRoutes({ api: "run", pattern: `${services.pattern}/{id}`, get: "GET" }),
];
