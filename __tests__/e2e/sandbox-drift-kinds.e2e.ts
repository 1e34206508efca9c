import type { JsonObject } from "../../sandbox/core/json";
import { check, close, isAvailable, driftLines, openDeployed, type Deployed } from "./deployed";

const PROJECT = "netra-staging";
const RUN = `run/v2/projects/${PROJECT}/locations/us-central1`;

/** What somebody does by hand: a call of Google's API, and what its body is made of. */
interface HandEdit {
  readonly what: string;
  readonly path: string;
  /** In the path's query. */
  readonly query?: string;
  readonly change: (live: JsonObject) => JsonObject;
  /** What drift tells of it: address, path and class. */
  readonly told: readonly string[];
}

const container = (live: JsonObject): JsonObject => ((live.template as JsonObject).containers as JsonObject[])[0]!;

const withContainer = (live: JsonObject, change: (container: JsonObject) => JsonObject): JsonObject => ({
  template: { ...(live.template as JsonObject), containers: [change(container(live))] },
});

const EDITS: readonly HandEdit[] = [
  {
    what: "the labels of a secret, replaced",
    path: `secretmanager/v1/projects/${PROJECT}/secrets/${PROJECT}-service-secret`,
    query: "updateMask=labels",
    change: () => ({ labels: { owner: "me" } }),
    told: [
      "google_secret_manager_secret.secret-service-secret effective_labels.application reverted",
      "google_secret_manager_secret.secret-service-secret effective_labels.environment reverted",
      "google_secret_manager_secret.secret-service-secret effective_labels.managed_by reverted",
      "google_secret_manager_secret.secret-service-secret effective_labels.owner accepted silently",
    ],
  },
  {
    what: "an annotation of a secret",
    path: `secretmanager/v1/projects/${PROJECT}/secrets/${PROJECT}-jwt-secret-key`,
    query: "updateMask=annotations",
    change: () => ({ annotations: { "example.com/owner": "me" } }),
    told: [
      "google_secret_manager_secret.secret-jwt-secret-key effective_annotations.example.com/owner accepted silently",
    ],
  },
  {
    what: "a label of a bucket",
    path: `storage/v1/b/${PROJECT}-tfstate`,
    change: ({ labels }) => ({ labels: { ...(labels as JsonObject), application: "other" } }),
    told: ["google_storage_bucket.state-bucket effective_labels.application reverted"],
  },
  {
    what: "the lifecycle of a bucket, emptied",
    path: `storage/v1/b/${PROJECT}-e2e-results`,
    change: () => ({ lifecycle: { rule: [] } }),
    told: [
      "google_storage_bucket.e2e-results lifecycle_rule[0].action[0].type reverted",
      "google_storage_bucket.e2e-results lifecycle_rule[0].condition[0].age reverted",
      "google_storage_bucket.e2e-results lifecycle_rule[0].condition[0].matches_prefix[0] reverted",
    ],
  },
  {
    what: "labels of a service",
    path: `${RUN}/services/frontend`,
    query: "updateMask=labels",
    change: () => ({ labels: { application: "other", "commit-sha": "abc" } }),
    told: [
      "google_cloud_run_v2_service.frontend effective_labels.application reverted",
      "google_cloud_run_v2_service.frontend effective_labels.environment reverted",
      "google_cloud_run_v2_service.frontend effective_labels.managed_by reverted",
      "google_cloud_run_v2_service.frontend effective_labels.commit-sha ignored",
      "google_cloud_run_v2_service.frontend effective_labels.goog-terraform-provisioned ignored",
    ],
  },
  {
    what: "a variable of a service",
    path: `${RUN}/services/auth-service`,
    query: "updateMask=template",
    change: (live) =>
      withContainer(live, (each) => ({
        ...each,
        env: (each.env as JsonObject[]).filter(({ name }) => name !== "WEB_CONCURRENCY"),
      })),
    told: [
      "google_cloud_run_v2_service.auth-service template[0].containers[0].env[name=WEB_CONCURRENCY].value reverted",
    ],
  },
  {
    what: "a probe of a service, removed",
    path: `${RUN}/services/websocket-service`,
    query: "updateMask=template",
    change: (live) => withContainer(live, ({ livenessProbe: _, ...each }) => each),
    told: [
      "google_cloud_run_v2_service.websocket-service template[0].containers[0].liveness_probe[0].failure_threshold reverted",
      "google_cloud_run_v2_service.websocket-service template[0].containers[0].liveness_probe[0].http_get[0].path reverted",
      "google_cloud_run_v2_service.websocket-service template[0].containers[0].liveness_probe[0].http_get[0].port reverted",
      "google_cloud_run_v2_service.websocket-service template[0].containers[0].liveness_probe[0].period_seconds reverted",
      "google_cloud_run_v2_service.websocket-service template[0].containers[0].liveness_probe[0].timeout_seconds reverted",
    ],
  },
  {
    what: "labels of an instance of Cloud SQL",
    path: `sql/v1beta4/projects/${PROJECT}/instances/${PROJECT}-db`,
    change: (live) => ({
      settings: { settingsVersion: (live.settings as JsonObject).settingsVersion!, userLabels: { owner: "me" } },
    }),
    told: ["google_sql_database_instance.database settings[0].user_labels.owner reverted"],
  },
  {
    what: "labels of an instance of Memorystore",
    path: `redis/v1/projects/${PROJECT}/locations/us-central1/instances/${PROJECT}-redis`,
    query: "updateMask=labels",
    change: () => ({ labels: {} }),
    told: [
      "google_redis_instance.redis effective_labels.application reverted",
      "google_redis_instance.redis effective_labels.environment reverted",
      "google_redis_instance.redis effective_labels.managed_by reverted",
    ],
  },
];

describe("what somebody changes by hand in Google's own APIs", () => {
  let deployed: Deployed;
  let seen: readonly string[];
  beforeAll(async () => {
    if (!isAvailable) return;
    deployed = await openDeployed("staging");
    for (const { path, query, change } of EDITS) {
      const url = `${deployed.sandbox.url}/${path}`;
      const live = (await (await fetch(url)).json()) as JsonObject;
      const body = JSON.stringify(change(live));
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(`${url}${query === undefined ? "" : `?${query}`}`, { method: "PATCH", headers, body });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
    seen = await driftLines(deployed);
  });
  afterAll(() => close(deployed));

  for (const { what, told } of EDITS) {
    check(`${what}: is told`, () => {
      const addresses = new Set(told.map((line) => line.split(" ")[0]));
      expect(seen.filter((line) => addresses.has(line.split(" ")[0])).sort()).toEqual([...told].sort());
    });
  }

  check("nothing else is, and code that is ahead least of all", () => {
    const known = new Set(EDITS.flatMap(({ told }) => told));
    expect(seen.filter((line) => !known.has(line))).toEqual([]);
  });
});
