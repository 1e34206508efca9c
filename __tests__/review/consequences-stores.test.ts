import type { Change } from "../../review/change";
import { consequencesOf } from "../../review/consequences";
import { remove, replace, update } from "../support/change";

const V1 = "google_cloud_run_service";
const BACKEND = "google_compute_backend_service";
const FIREWALL = "google_compute_firewall";

const MACHINES = [{ group: "projects/p/zones/z/instanceGroups/vms" }];
const SERVERLESS = [{ group: "projects/p/regions/r/networkEndpointGroups/api" }];

const annotated = (key: string, value: string): object => ({ metadata: [{ annotations: { [key]: value } }] });
const revision = (key: string, value: string): object => ({ template: [annotated(key, value)] });
const spec = (values: object): object => ({ template: [{ spec: [values] }] });
const variable = (entry: object): object => spec({ containers: [{ env: [{ name: "TOKEN", ...entry }] }] });

const CASES: Readonly<Record<string, readonly [change: Change, severity: string, text: string]>> = {
  "ingress of version 1 opened": [
    update(
      V1,
      annotated("run.googleapis.com/ingress", "internal-and-cloud-load-balancing"),
      annotated("run.googleapis.com/ingress", "all"),
    ),
    "critical",
    "the run.app URL is open to the internet",
  ],
  "minimum of version 1 lowered": [
    update(V1, revision("autoscaling.knative.dev/minScale", "3"), revision("autoscaling.knative.dev/minScale", "0")),
    "high",
    "at least 0 instead of 3 instances are kept",
  ],
  "maximum of version 1 lowered": [
    update(V1, revision("autoscaling.knative.dev/maxScale", "20"), revision("autoscaling.knative.dev/maxScale", "5")),
    "high",
    "at most 5 instead of 20 instances",
  ],
  "timeout of version 1 lowered": [
    update(V1, spec({ timeout_seconds: 3600 }), spec({ timeout_seconds: 120 })),
    "high",
    "sockets are cut at 120 s instead of 3600 s",
  ],
  "port of version 1 in HTTP/2": [
    update(
      V1,
      spec({ containers: [{ ports: [{ name: "http1", container_port: 8080 }] }] }),
      spec({ containers: [{ ports: [{ name: "h2c", container_port: 8080 }] }] }),
    ),
    "high",
    "WebSocket upgrades fail",
  ],
  "port of version 1 changed": [
    update(
      V1,
      spec({ containers: [{ ports: [{ name: "http1", container_port: 8080 }] }] }),
      spec({ containers: [{ ports: [{ name: "http1", container_port: 9090 }] }] }),
    ),
    "medium",
    "Cloud Run expects port 9090 instead of 8080",
  ],
  "secret of version 1 made plain": [
    update(
      V1,
      variable({ value: "", value_from: [{ secret_key_ref: [{ name: "s", key: "1" }] }] }),
      variable({ value: "x", value_from: [] }),
    ),
    "critical",
    "no secret reference any more",
  ],
  "image of version 1": [
    update(V1, spec({ containers: [{ image: "a:1" }] }), spec({ containers: [{ image: "a:2" }] })),
    "medium",
    "new revision",
  ],
  "service of version 1 deleted": [remove(V1, { name: "v1" }), "critical", "every open socket drops"],
  "cluster unprotected": [
    update("google_redis_cluster", { deletion_protection_enabled: true }, { deletion_protection_enabled: false }),
    "critical",
    "nothing protects it from deletion",
  ],
  "cluster with fewer shards": [
    update("google_redis_cluster", { shard_count: 6 }, { shard_count: 3 }),
    "high",
    "shards 3 instead of 6",
  ],
  "Valkey without replicas": [
    update("google_memorystore_instance", { replica_count: 1 }, { replica_count: 0 }),
    "high",
    "replicas 0 instead of 1 a shard",
  ],
  "cluster replaced": [
    replace("google_redis_cluster", ["transit_encryption_mode"]),
    "critical",
    "every session, cache entry and pub/sub subscription of every shard is lost",
  ],
  "subscription deleted": [
    remove("google_pubsub_subscription", { name: "s" }),
    "critical",
    "every message in it that nobody fetched is lost",
  ],
  "topic replaced": [replace("google_pubsub_topic", ["name"]), "critical", "its subscriptions get nothing more"],
  "key deleted": [remove("google_kms_crypto_key", { name: "k" }), "critical", "can never be read again"],
  "record moved": [
    update("google_dns_record_set", { rrdatas: ["192.0.2.1"] }, { rrdatas: ["192.0.2.2"] }),
    "critical",
    "the name leads elsewhere",
  ],
  "firewall opened": [
    update(
      FIREWALL,
      { source_ranges: ["10.0.0.0/8"], allow: [{ protocol: "tcp", ports: ["22"] }] },
      { source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "tcp", ports: ["22"] }] },
    ),
    "critical",
    "the whole internet is let in to ports that are not for it",
  ],
  "firewall changed": [
    update(FIREWALL, { source_ranges: ["10.0.0.0/8"] }, { source_ranges: ["10.1.0.0/16"] }),
    "high",
    "a firewall rule applies to other connections",
  ],
  "timeout in front of machines": [
    update(BACKEND, { backend: MACHINES, timeout_sec: 3600 }, { backend: MACHINES, timeout_sec: 30 }),
    "high",
    "timeout 30 s instead of 3600 s: requests that take longer are answered with 504",
  ],
  "longer timeout in front of machines": [
    update(BACKEND, { backend: MACHINES, timeout_sec: 30 }, { backend: MACHINES, timeout_sec: 3600 }),
    "low",
    "may last longer",
  ],
  "timeout in front of a serverless group": [
    update(BACKEND, { backend: SERVERLESS, timeout_sec: 30 }, { backend: SERVERLESS, timeout_sec: 60 }),
    "high",
    "the apply fails with 400",
  ],
  "draining in front of machines": [
    update(
      BACKEND,
      { backend: MACHINES, connection_draining_timeout_sec: 300 },
      { backend: MACHINES, connection_draining_timeout_sec: 0 },
    ),
    "high",
    "draining 0 s instead of 300 s: requests and sockets of a machine that leaves are cut",
  ],
};

describe("consequences of other teams' resources", () => {
  test.each(Object.entries(CASES))("%s", (_, [change, severity, text]) => {
    const found = consequencesOf(change, "production");
    expect(found.map((one) => `${one.severity} ${one.text}`)).toContainEqual(
      expect.stringMatching(new RegExp(`^${severity} .*${text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}`, "s")),
    );
  });
});
