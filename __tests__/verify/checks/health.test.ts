import { trial } from "../../fixture/trial";
import type { StagingEnvironment } from "../../../environments/environment";
import type { Json } from "../../../verify/google-answers";
import { serviceName } from "./healthy-services";
import { useLive } from "./live-environment";

const SERVICE = "websocket-service";
const NAME = serviceName(trial, SERVICE);
const CONTAINER = "template.containers.0";

describe("health", () => {
  const live = useLive(trial);

  type Row = readonly [check: string, path: string, value: Json | undefined, found: string, declared: string];

  test.each<Row>([
    ["instances", "scaling.minInstanceCount", undefined, "scaling.minInstanceCount: 0", "scaling.minInstanceCount: 1"],
    [
      "instances",
      "scaling",
      undefined,
      "scaling.minInstanceCount: 0; scaling.maxInstanceCount: nothing",
      "scaling.minInstanceCount: 1; scaling.maxInstanceCount: 10",
    ],
    [
      "instances",
      "template.scaling",
      { maxInstanceCount: 100 },
      "template.scaling.minInstanceCount: 0; template.scaling.maxInstanceCount: 100",
      "template.scaling.minInstanceCount: 1; template.scaling.maxInstanceCount: 10",
    ],
    [
      "instances",
      "template.maxInstanceRequestConcurrency",
      80,
      "template.maxInstanceRequestConcurrency: 80",
      "template.maxInstanceRequestConcurrency: 200",
    ],
    ["instances", "template.timeout", "300s", "template.timeout: 300s", "template.timeout: 3600s"],
    [
      "resources",
      `${CONTAINER}.resources.limits`,
      { cpu: "1000m", memory: "512Mi" },
      "resources.limits.cpu: 1; resources.limits.memory, MiB: 512",
      "resources.limits.cpu: 2; resources.limits.memory, MiB: 4096",
    ],
    ["resources", `${CONTAINER}.resources.cpuIdle`, true, "resources.cpuIdle: true", "resources.cpuIdle: false"],
    [
      "resources",
      `${CONTAINER}.resources.startupCpuBoost`,
      undefined,
      "resources.startupCpuBoost: false",
      "resources.startupCpuBoost: true",
    ],
    ["resources", `${CONTAINER}.ports.0.name`, "h2c", "ports.name: h2c", "ports.name: http1"],
    ["resources", `${CONTAINER}.ports.0.containerPort`, 8080, "ports.containerPort: 8080", "ports.containerPort: 8000"],
    [
      "resources",
      "template.sessionAffinity",
      undefined,
      "template.sessionAffinity: false",
      "template.sessionAffinity: true",
    ],
    [
      "probes",
      `${CONTAINER}.startupProbe.httpGet.path`,
      "/",
      "startupProbe.httpGet.path: /",
      "startupProbe.httpGet.path: /health/ready",
    ],
    [
      "probes",
      `${CONTAINER}.startupProbe.periodSeconds`,
      240,
      "startupProbe.periodSeconds: 240",
      "startupProbe.periodSeconds: 10",
    ],
    [
      "probes",
      `${CONTAINER}.startupProbe.timeoutSeconds`,
      1,
      "startupProbe.timeoutSeconds: 1",
      "startupProbe.timeoutSeconds: 10",
    ],
    [
      "probes",
      `${CONTAINER}.startupProbe.failureThreshold`,
      1,
      "startupProbe.failureThreshold: 1",
      "startupProbe.failureThreshold: 24",
    ],
    [
      "probes",
      `${CONTAINER}.livenessProbe.httpGet.path`,
      "/health/ready",
      "livenessProbe.httpGet.path: /health/ready",
      "livenessProbe.httpGet.path: /health/live",
    ],
    [
      "probes",
      `${CONTAINER}.livenessProbe.httpGet.port`,
      80,
      "livenessProbe.httpGet.port: 80",
      "livenessProbe.httpGet.port: 8000",
    ],
    [
      "probes",
      `${CONTAINER}.livenessProbe.initialDelaySeconds`,
      60,
      "livenessProbe.initialDelaySeconds: 60",
      "livenessProbe.initialDelaySeconds: 0",
    ],
    [
      "probes",
      `${CONTAINER}.startupProbe`,
      { timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1, tcpSocket: { port: 8000 } },
      "startupProbe.httpGet.path: nothing; startupProbe.httpGet.port: nothing; startupProbe.periodSeconds: 240; startupProbe.timeoutSeconds: 240; startupProbe.failureThreshold: 1",
      "startupProbe.httpGet.path: /health/ready; startupProbe.httpGet.port: 8000; startupProbe.periodSeconds: 10; startupProbe.timeoutSeconds: 10; startupProbe.failureThreshold: 24",
    ],
    [
      "access",
      "ingress",
      "INGRESS_TRAFFIC_ALL",
      "ingress: INGRESS_TRAFFIC_ALL",
      "ingress: INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    ],
    [
      "access",
      "template.executionEnvironment",
      "EXECUTION_ENVIRONMENT_GEN1",
      "template.executionEnvironment: EXECUTION_ENVIRONMENT_GEN1",
      "template.executionEnvironment: EXECUTION_ENVIRONMENT_GEN2",
    ],
    [
      "access",
      "template.vpcAccess.egress",
      "ALL_TRAFFIC",
      "template.vpcAccess.egress: ALL_TRAFFIC",
      "template.vpcAccess.egress: PRIVATE_RANGES_ONLY",
    ],
    ["access", "invokerIamDisabled", undefined, "invokerIamDisabled: false", "invokerIamDisabled: true"],
    [
      "access",
      "template.serviceAccount",
      "123-compute@developer.gserviceaccount.com",
      "template.serviceAccount: 123-compute@developer.gserviceaccount.com",
      "template.serviceAccount: websocket-service@example-trial.iam.gserviceaccount.com",
    ],
  ])("%s: %s as %j", async (check, path, value, found, declared) => {
    live.set(NAME, path, value);
    expect(await live.attempt(`health/${SERVICE}/${check}`)).toEqual({
      verdict: "failed",
      symptom: "not-as-declared",
      found,
      expected: declared,
    });
  });

  test("a service without a liveness probe has none of its settings", async () => {
    live.set(NAME, `${CONTAINER}.livenessProbe`, undefined);
    expect(await live.attempt(`health/${SERVICE}/probes`)).toHaveProperty(
      "found",
      "livenessProbe.httpGet.path: nothing; livenessProbe.httpGet.port: nothing; livenessProbe.periodSeconds: nothing; livenessProbe.timeoutSeconds: nothing; livenessProbe.failureThreshold: nothing; livenessProbe.initialDelaySeconds: nothing",
    );
  });

  test("what the service's own pipeline delivers is nobody's matter here", async () => {
    live.set(NAME, `${CONTAINER}.image`, "something-else:1");
    live.set(NAME, "template.labels", { commit: "abc" });
    live.set(NAME, "client", "gcloud");
    for (const check of ["revision", "conditions", "instances", "resources", "probes", "access"]) {
      expect(await live.attempt(`health/${SERVICE}/${check}`)).toHaveProperty("verdict", "passed");
    }
  });

  const revision = (name: string): string => `projects/p/locations/l/services/${SERVICE}/revisions/${name}`;
  const notReady = (found: string, expected: string): object => ({
    verdict: "failed",
    symptom: "not-ready",
    found,
    expected,
  });

  test("a latest revision that is not ready", async () => {
    live.set(NAME, "latestCreatedRevision", revision("websocket-service-00008-new"));
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual(
      notReady("latest ready: websocket-service-00007-abc", "websocket-service-00008-new, the latest created"),
    );
    live.set(NAME, "latestReadyRevision", undefined);
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual(
      notReady("latest ready: none", "websocket-service-00008-new, the latest created"),
    );
  });

  test("traffic that goes elsewhere, or to a revision by name", async () => {
    const latest = "100 % to the latest ready revision";
    live.set(NAME, "trafficStatuses", [
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 90 },
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "websocket-service-00003-old", percent: 10 },
    ]);
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual(
      notReady("90 % to the latest ready revision, 10 % to websocket-service-00003-old", latest),
    );
    live.set(NAME, "trafficStatuses", [
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "websocket-service-00007-abc", percent: 100 },
    ]);
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual(
      notReady("100 % to websocket-service-00007-abc", latest),
    );
    live.set(NAME, "trafficStatuses", undefined);
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual(notReady("no traffic", latest));
  });

  test("a tag without a share of the traffic is none of it", async () => {
    live.set(NAME, "trafficStatuses.1", {
      type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
      revision: "canary",
      tag: "canary",
    });
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual({
      verdict: "passed",
      found: "100 % to the latest ready revision, websocket-service-00007-abc",
      measured: [],
    });
  });

  test.each<readonly [path: string, value: Json | undefined, found: string]>([
    ["reconciling", true, "a change is being carried out"],
    ["terminalCondition", undefined, "no terminal condition"],
    [
      "terminalCondition",
      { type: "Ready", state: "CONDITION_FAILED", reason: "CONTAINER_MISSING", message: "Image not found." },
      "Ready: CONDITION_FAILED, CONTAINER_MISSING, Image not found.",
    ],
    ["conditions.1.state", "CONDITION_RECONCILING", "ConfigurationsReady: CONDITION_RECONCILING"],
  ])("conditions: %s as %j", async (path, value, found) => {
    live.set(NAME, path, value);
    expect(await live.attempt(`health/${SERVICE}/conditions`)).toEqual(
      notReady(found, "every condition succeeded, no change under way"),
    );
  });

  test("a second attempt looks again", async () => {
    live.set(NAME, "reconciling", true);
    const check = live.checks().find(({ id }) => id === `health/${SERVICE}/conditions`)!;
    expect(check.attempts).toBe(3);
    const { signal } = new AbortController();
    expect(await check.attempt(signal)).toHaveProperty("verdict", "failed");
    live.set(NAME, "reconciling", undefined);
    expect(await check.attempt(signal)).toHaveProperty("verdict", "passed");
  });

  test("a service that is not there is not ready", async () => {
    live.remove(NAME);
    expect(await live.attempt(`health/${SERVICE}/instances`)).toEqual(
      notReady(expect.stringContaining(NAME.slice("run/".length)) as string, "it is there"),
    );
  });

  test("an answer of another form is unknown, and named by its place alone", async () => {
    live.set(NAME, "template.timeout", { seconds: 3600 });
    expect(await live.attempt(`health/${SERVICE}/instances`)).toEqual({
      verdict: "unknown",
      reason: `run ${NAME.slice("run/".length)}: an answer of another form at template.timeout`,
    });
  });
});

describe("health with a pinned revision", () => {
  const pinnedRevision = "websocket-service-00003-old";
  const pinned: StagingEnvironment = {
    ...trial,
    services: { ...trial.services, [SERVICE]: { ...trial.services[SERVICE], pinnedRevision } },
  };
  const live = useLive(pinned);

  test("all traffic is the pinned revision's, whatever became of the latest", async () => {
    live.set(NAME, "latestReadyRevision", undefined);
    live.set(NAME, "trafficStatuses", [
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: pinnedRevision, percent: 100 },
    ]);
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual({
      verdict: "passed",
      found: "100 % to websocket-service-00003-old",
      measured: [],
    });
  });

  test("its conditions are those of the traffic, whatever became of the latest", async () => {
    live.set(NAME, "terminalCondition.state", "CONDITION_FAILED");
    live.set(NAME, "conditions.1.state", "CONDITION_FAILED");
    live.set(NAME, "reconciling", true);
    expect(await live.attempt(`health/${SERVICE}/conditions`)).toEqual({
      verdict: "passed",
      found: "RoutesReady",
      measured: [],
    });
    live.set(NAME, "conditions.0", { type: "RoutesReady", state: "CONDITION_FAILED", reason: "REVISION_FAILED" });
    expect(await live.attempt(`health/${SERVICE}/conditions`)).toEqual({
      verdict: "failed",
      symptom: "not-ready",
      found: "RoutesReady: CONDITION_FAILED, REVISION_FAILED",
      expected: "RoutesReady: CONDITION_SUCCEEDED",
    });
    live.set(NAME, "conditions", undefined);
    expect(await live.attempt(`health/${SERVICE}/conditions`)).toHaveProperty("found", "no condition RoutesReady");
  });

  test("traffic to the latest is against the spec", async () => {
    expect(await live.attempt(`health/${SERVICE}/revision`)).toEqual({
      verdict: "failed",
      symptom: "not-ready",
      found: "100 % to the latest ready revision",
      expected: "100 % to websocket-service-00003-old",
    });
  });
});
