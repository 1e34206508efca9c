import fc from "fast-check";
import { CATALOG } from "../../../sandbox/apis";
import { Handler, type Incoming } from "../../../sandbox/core/handle";
import { Store } from "../../../sandbox/core/store";
import { seedProject } from "../../../sandbox/projects/projects";
import { seedStateBucket } from "../../../sandbox/storage/buckets";
import { BUCKET, PROJECT, REGION } from "../../support/sandbox";
import { GOOD_CALLS } from "./good-calls";

const handler = new Handler(CATALOG);

/** Names that resources are likely to have, so that calls meet what earlier ones made, and words that mislead. */
const name = fc.constantFrom("aaaaaa", "bbbbbb", "__proto__", "constructor", "toString", "", "default", "A b");
const link = fc.constantFrom(
  "projects/demo-project/global/networks/aaaaaa",
  "global/urlMaps/aaaaaa",
  "aaaaaa",
  "//",
  "projects/",
);

/** Member names that rules and defaults read, from the shapes of all APIs, and some that no API has. */
const MEMBERS = `
  name roleId role accountId serviceAccount network subnetwork ipCidrRange address prefixLength addressType purpose
  backends group urlMap target IPAddress portRange rules priority match expr action rateLimitOptions profile
  customFeatures managed domains template containers env scaling resources limits cpu memory ports containerPort
  startupProbe livenessProbe vpcAccess networkInterfaces timeout traffic percent valueSource secretKeyRef secret
  version settings tier edition databaseVersion backupConfiguration ipConfiguration privateNetwork settingsVersion
  dataDiskSizeGb password memorySizeGb tier replicaCount maintenancePolicy weeklyMaintenanceWindow startTime
  replication automatic payload data policy bindings members condition etag fingerprint serviceIds
  reservedPeeringRanges consumerNetwork iamConfiguration versioning location labels format attributeMapping oidc
  logConfig updateMask displayName combiner conditions conditionThreshold conditionAbsent conditionMatchedLog filter
  aggregations perSeriesAligner alertStrategy documentation links notificationChannels httpCheck selectedRegions
  monitoredResource custom basicService serviceLabels serviceLevelIndicator requestBased goodTotalRatio windowsBased
  goodBadMetricFilter mosaicLayout tiles columns gridLayout type metricKind valueType timeSeries metric resource
  points interval endTime value doubleValue resourceNames pageSize pageToken orderBy metricDescriptor labelExtractors
  overrides containerOverrides taskCount parallelism maxRetries networkEndpointType cloudRun state code reason kind
  __proto__ constructor toString length
`;

const member = fc.constantFrom(...MEMBERS.trim().split(/\s+/));

const { json } = fc.letrec<{ json: unknown; object: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1,
      1e308,
      0.5,
      "",
      "SERVERLESS",
      "10.0.0.0/8",
      "POSTGRES_17",
      "custom.googleapis.com/a",
      'metric.type="custom.googleapis.com/a" AND resource.type="global"',
      "60s",
      "aaaaaa",
      "😀",
    ),
    fc.integer(),
    link,
    fc.array(tie("json"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.array(fc.tuple(member, tie("json")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
}));
const body = fc
  .array(fc.tuple(member, json), { maxLength: 8 })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));

const query = fc
  .record({
    id: name,
    updateMask: fc.constantFrom("", "name", "labels.a", "__proto__.a", "constructor", "settings,template"),
    priority: fc.constantFrom("1", "x", ""),
    project: fc.constantFrom(PROJECT, "none"),
    filter: fc.constantFrom("", 'metric.type="custom.googleapis.com/a"', 'a = "', "x OR y"),
    "interval.endTime": fc.constantFrom("2026-06-01T00:00:00Z", "never"),
    pageToken: fc.constantFrom("", "MQ", "x"),
    force: fc.constantFrom("true", "false"),
  })
  .map(
    ({ id, ...rest }) =>
      new URLSearchParams({
        ...rest,
        serviceId: id,
        serviceLevelObjectiveId: id,
        jobId: id,
        secretId: id,
        instanceId: id,
        repository_id: id,
        name: id,
        workloadIdentityPoolId: id,
      }),
  );

const baseOf = (api: string): string => CATALOG.apis.find((each) => each.name === api)?.base ?? "";

const request = fc
  .record({
    route: fc.constantFrom(...CATALOG.routes),
    names: fc.infiniteStream(name),
    body,
    query,
    isPlain: fc.boolean(),
  })
  .map(({ route, names, ...rest }) => {
    const filled = route.pattern.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
      if (placeholder === "project") return PROJECT;
      if (placeholder === "bucket") return BUCKET;
      if (placeholder === "region" || placeholder === "location") return REGION;
      return encodeURIComponent((names.next().value as string) || "aaaaaa");
    });
    return {
      method: route.method,
      path: `/${baseOf(route.api)}/${filled}${route.verb === undefined ? "" : `:${route.verb}`}`,
      // Most calls that read have neither, and are refused with what they do not have.
      body: Buffer.from(rest.isPlain && route.method === "GET" ? "" : rest.body),
      query: rest.isPlain ? new URLSearchParams() : rest.query,
      contentType: "multipart/related; boundary=x",
    };
  });

/** A store with every API switched on. */
function newStore(): Store {
  const fresh = new Store();
  seedProject(fresh, PROJECT);
  seedStateBucket(fresh, PROJECT, BUCKET, REGION);
  for (const { service } of CATALOG.apis) {
    if (service !== undefined)
      fresh.put(`serviceusage/projects/${PROJECT}/services/${service.name}`, { name: service.name, state: "ENABLED" });
  }
  return fresh;
}

/** What the sandbox answered so far, whatever it was sent. */
export const answeredStatuses = new Set<number>();

/** Holds where no JSON object on any route, after any others, throws or is answered as no client expects. */
export const answersEveryObject = fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), (requests) => {
  const used = newStore();
  for (const each of requests) {
    const { answer, isServed } = handler.answerIncoming(used, each);
    answeredStatuses.add(answer.code);
    // What is not carried out says so, and nothing else is unknown.
    expect([isServed || answer.code === 501, typeof JSON.stringify(answer.body ?? null)]).toEqual([true, "string"]);
    expect([200, 204, 400, 403, 404, 409, 412, 501]).toContain(answer.code);
  }
});

const base = fc.constantFrom("", ...CATALOG.apis.map((api) => `/${api.base}`));
const segments = fc.array(fc.oneof(name, fc.string()), { maxLength: 6 });
const BYTE_STORE = newStore();

/** Holds where no bytes at all on any path throw. */
export const answersAnyBytes = fc.property(
  fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
  fc.tuple(base, segments, fc.boolean()),
  fc.uint8Array({ maxLength: 64 }),
  (method, [start, parts, isEncoded], bytes) => {
    const path = [start, ...(isEncoded ? parts.map(encodeURIComponent) : parts)].join("/");
    const incoming = { method, path, query: new URLSearchParams(), body: Buffer.from(bytes), contentType: "" };
    expect([200, 204, 400, 403, 404, 501]).toContain(handler.answerIncoming(BYTE_STORE, incoming).answer.code);
  },
);

const [FILLED, CALLS] = filledStore();

/** A store after all good calls, and those calls. */
function filledStore(): readonly [Store, readonly Incoming[]] {
  const used = newStore();
  const calls = GOOD_CALLS.map(([method, path, sent]): Incoming => {
    const [bare = "", text = ""] = path.split("?");
    return {
      method,
      path: `/${bare}`,
      query: new URLSearchParams(text),
      body: Buffer.from(JSON.stringify(sent)),
      contentType: "",
    };
  });
  for (const call of calls) {
    const { answer } = handler.answerIncoming(used, call);
    if (answer.code !== 200) throw new Error(`${call.path}: ${JSON.stringify(answer.body)}`);
  }
  return [used, calls];
}

/** Paths to every member and element of a value. */
const memberPaths = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...memberPaths(inner, [...at, key])])
    : [];

function withValueAt(value: unknown, [key = "", ...rest]: readonly string[], next: unknown): unknown {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = rest.length === 0 ? next : withValueAt(copy[key], rest, next);
  return copy;
}

const changedBody = fc.integer({ min: 0, max: GOOD_CALLS.length - 1 }).chain((index) => {
  const sent = GOOD_CALLS[index]![2];
  return fc.tuple(
    fc.constant(index),
    fc.constantFrom(...memberPaths(sent)),
    fc.oneof(json, fc.constantFrom("constructor", "__proto__", [[]], [{}], [null])),
  );
});
const FULL = FILLED.snapshot();
const EMPTY = newStore().snapshot();

/** Holds where a good body with one value replaced by any other never throws, on a fresh store and on a full one. */
export const answersChangedBodies = fc.property(changedBody, fc.boolean(), ([index, place, next], isFull) => {
  const used = new Store();
  used.restore(isFull ? FULL : EMPTY);
  if (!isFull) for (const call of CALLS.slice(0, index)) handler.answerIncoming(used, call);
  const call = CALLS[index]!;
  const { answer } = handler.answerIncoming(used, {
    ...call,
    body: Buffer.from(JSON.stringify(withValueAt(GOOD_CALLS[index]![2], place, next))),
  });
  // The sandbox serves a part of the filter language, and refuses the rest as not served.
  const unserved = GOOD_CALLS[index]![1].endsWith("/entries:list") ? [501] : [];
  expect([200, 400, 403, 404, 409, 412, ...unserved]).toContain(answer.code);
  JSON.stringify(answer.body);
  // A body that was accepted must not break later reads and deletions.
  const reads = CALLS.map((route) => ({ ...route, method: "GET", body: Buffer.alloc(0) }));
  expect(reads.filter((read) => handler.answerIncoming(used, read).answer.code >= 502)).toEqual([]);
  handler.answerIncoming(used, {
    ...CALLS[0]!,
    method: "DELETE",
    path: `${CALLS[0]!.path}/net`,
    body: Buffer.alloc(0),
  });
});
