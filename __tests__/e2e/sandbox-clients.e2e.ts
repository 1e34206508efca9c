import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asText, type JsonObject } from "../../sandbox/core/json";
import { check, close, isAvailable, driftLines, openDeployed, succeeded, type Deployed } from "./deployed";
import { makeVerifiable, reportOf, verify } from "./verifiable";

/**
 * What somebody changes by one of Google's own clients. The calls are the recorded ones (`__tests__/sandbox/clients`), with their
 * queries, masks and enum numbers; only the names are those of the deployed environment.
 */

const PROJECT = "netra-staging";
const REGION = "us-central1";

interface RecordedCall {
  readonly client: string;
  readonly method: string;
  readonly path: string;
  readonly body?: JsonObject;
}

const RECORDED = JSON.parse(
  readFileSync(join(__dirname, "../sandbox/clients/recorded-calls.json"), "utf8"),
) as readonly RecordedCall[];

/** One change: the client whose recorded change it is, and where. */
interface ClientChange {
  readonly client: string;
  /** The path of the recorded resource, and the deployed one's in its place. */
  readonly recorded: string;
  readonly deployed: string;
  /** What a client that sends the whole resource has changed in what it read. @default the recorded body is sent */
  readonly change?: (read: JsonObject) => JsonObject;
  /** What drift tells of it. */
  readonly told: readonly string[];
}

const CHANGES: readonly ClientChange[] = [
  {
    client: "google-cloud-run",
    recorded: "/run/v2/projects/demo-project/locations/europe-west1/services/web",
    deployed: `/run/v2/projects/${PROJECT}/locations/${REGION}/services/websocket-service`,
    change: (read) => ({ ...read, template: { ...(read.template as JsonObject), timeout: "120s" } }),
    told: ["google_cloud_run_v2_service.websocket-service template[0].timeout reverted"],
  },
  {
    client: "google-cloud-secret-manager",
    recorded: "/secretmanager/v1/projects/demo-project/secrets/s",
    deployed: `/secretmanager/v1/projects/${PROJECT}/secrets/${PROJECT}-service-secret`,
    told: [
      "google_secret_manager_secret.secret-service-secret effective_labels.application reverted",
      "google_secret_manager_secret.secret-service-secret effective_labels.environment reverted",
      "google_secret_manager_secret.secret-service-secret effective_labels.managed_by reverted",
      "google_secret_manager_secret.secret-service-secret effective_labels.tier accepted silently",
    ],
  },
  {
    client: "google-cloud-redis",
    recorded: "/redis/v1/projects/demo-project/locations/europe-west1/instances/cache",
    deployed: `/redis/v1/projects/${PROJECT}/locations/${REGION}/instances/${PROJECT}-redis`,
    told: ["google_redis_instance.redis display_name reverted"],
  },
  {
    client: "google-cloud-storage",
    recorded: "/storage/v1/b/made",
    deployed: `/storage/v1/b/${PROJECT}-tfstate`,
    told: ["google_storage_bucket.state-bucket effective_labels.k accepted silently"],
  },
];

describe("what somebody changes by Google's own clients", () => {
  let deployed: Deployed;
  let seen: readonly string[];
  beforeAll(async () => {
    if (!isAvailable) return;
    deployed = await openDeployed("staging");
    for (const change of CHANGES) await make(deployed.sandbox.url, change);
    seen = await driftLines(deployed);
  });
  afterAll(() => close(deployed));

  for (const { client, told } of CHANGES) {
    check(`${client}: drift tells what its mask names, and nothing else of the resource`, () => {
      const addresses = new Set(told.map((line) => line.split(" ")[0]));
      expect(seen.filter((line) => addresses.has(line.split(" ")[0])).sort()).toEqual([...told].sort());
    });
  }

  check("drift tells nothing of anything else", () => {
    const known = new Set(CHANGES.flatMap(({ told }) => told));
    expect(seen.filter((line) => !known.has(line))).toEqual([]);
  });

  check("the verification names the service whose requests end too soon", async () => {
    await makeVerifiable(deployed);
    const report = reportOf(succeeded(await verify(deployed), 1));
    const failed = report.checks.filter(({ verdict }) => verdict === "failed");
    expect(failed.map(({ id, failure }) => `${id} ${failure?.symptom}`)).toEqual([
      "health/websocket-service/instances not-as-declared",
    ]);
    expect(JSON.stringify(failed)).toContain("120s");
  });
});

/** Reads the resource as the client does, sends the recorded change of it, and waits for the operation. */
async function make(url: string, { client, recorded, deployed, change }: ClientChange): Promise<void> {
  const isOf = ({ client: sender, path }: RecordedCall) =>
    sender.startsWith(`${client} `) && path.split("?")[0] === recorded;
  const patch = RECORDED.find((call) => call.method === "PATCH" && isOf(call));
  if (!patch) throw new Error(`${client}: no change of ${recorded} is recorded`);
  const query = patch.path.slice(recorded.length);
  const encoding = /[&?](%24alt=json%3Benum-encoding%3Dint)/.exec(query)?.[1];
  const read = await call(`${url}${deployed}${encoding === undefined ? "" : `?${encoding}`}`);
  const body = change ? change(read) : patch.body!;
  const answer = await call(`${url}${deployed}${query}`, { method: "PATCH", body: JSON.stringify(body) });
  if (answer.done === undefined) return;
  // Two answers of "not yet" at most: the sandbox counts requests, not time.
  const service = deployed.split("/").slice(0, 3).join("/");
  for (let asked = 0; asked < 20; asked += 1) {
    const operation = await call(`${url}${service}/${asText(answer.name)}`);
    if (operation.done === true) return;
  }
  throw new Error(`${client}: the operation did not end`);
}

async function call(url: string, request: RequestInit = {}): Promise<JsonObject> {
  const answer = await fetch(url, { ...request, headers: { "Content-Type": "application/json" } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
  return JSON.parse(text) as JsonObject;
}
