import { stacksInOrder } from "../../environments/stack-names";
import type { Report } from "../../review/report";
import { asText, type JsonObject } from "../../sandbox/core/json";
import type { Store } from "../../sandbox/core/store";
import { changedByHand } from "./by-hand";
import {
  applyPlanned,
  changesOf,
  check,
  close,
  isAvailable,
  openDeployed,
  succeeded,
  type Deployed,
  restore,
} from "./deployed";
import { PLANNED_VALUES, type PlannedValue } from "./hardened";

/** Where something stands that Google names by a number of its own. */
const numbered = (store: Store, collection: string, isMeant: (stored: JsonObject) => boolean): string =>
  store.below(`monitoring/${collection}/`).find(([, stored]) => isMeant(stored))?.[0] ?? "";

/** Where each hardened resource stands in the store. */
const names = (project: string, store: Store): Readonly<Record<string, string>> => {
  const [run, compute] = [
    `run/projects/${project}/locations/us-central1/services`,
    `compute/projects/${project}/global`,
  ];
  const name = project;
  const objectives = `monitoring/projects/${project}/services/${name}-websocket-service/serviceLevelObjectives`;
  const backend = (service: string) => `${compute}/backendServices/${name}-${service}-backend`;
  return {
    "google_cloud_run_v2_service.websocket-service": `${run}/websocket-service`,
    "google_cloud_run_v2_service.auth-service": `${run}/auth-service`,
    "google_cloud_run_v2_service.frontend": `${run}/frontend`,
    "google_sql_database_instance.database": `sql/projects/${project}/instances/${name}-db`,
    "google_redis_instance.redis": `redis/projects/${project}/locations/us-central1/instances/${name}-redis`,
    "google_compute_security_policy.armor": `${compute}/securityPolicies/${name}-lb-armor`,
    "google_compute_ssl_policy.lb_tls-policy": `${compute}/sslPolicies/${name}-lb-tls`,
    "google_compute_url_map.lb_redirect-url-map": `${compute}/urlMaps/${name}-lb-redirect`,
    "google_compute_backend_service.lb_backend-websocket-service": backend("websocket-service"),
    "google_compute_backend_service.lb_backend-auth-service": backend("auth-service"),
    "google_compute_backend_service.lb_backend-frontend": backend("frontend"),
    "google_storage_bucket.state-bucket": `storage/b/${name}-tfstate`,
    "google_cloud_run_v2_job.e2e-runner": `run/projects/${project}/locations/us-central1/jobs/e2e-runner`,
    "google_monitoring_slo.objectives-websocket-service_availability": `${objectives}/availability`,
    "google_monitoring_slo.objectives-websocket-service_no-503s": `${objectives}/no-503s`,
    "google_monitoring_alert_policy.alert-database-connections": numbered(
      store,
      `projects/${project}/alertPolicies`,
      ({ userLabels }) => (userLabels as JsonObject).alert === "database-connections",
    ),
    "google_monitoring_uptime_check_config.uptime-app": numbered(
      store,
      `projects/${project}/uptimeCheckConfigs`,
      ({ displayName }) => asText(displayName).startsWith("app.") && asText(displayName).endsWith("/health/live"),
    ),
  };
};

/** Nobody can change these by hand: Google refuses, or has no such value. They are another resource, or none. */
const FIXED: readonly (readonly [path: RegExp, why: string])[] = [
  [/^google_redis_instance\.redis (tier|transit_encryption_mode|connect_mode|authorized_network)$/, "immutable"],
  [/^google_storage_bucket\.state-bucket (location|name)$/, "immutable"],
  [/^google_compute_backend_service\.\S+ load_balancing_scheme$/, "immutable once a forwarding rule leads to it"],
  [/^google_sql_database_instance\.database settings\[0\]\.ip_configuration\[0\]\.private_network$/, "immutable"],
  [/ deletion_protection$/, "the provider's own, in the state only"],
  [/ force_destroy$/, "the provider's own, in the state only"],
];

const isFixed = ([address, path]: PlannedValue): boolean => FIXED.some(([fixed]) => fixed.test(`${address} ${path}`));

/** Rows that a hand edit can break: there is a value, and Google lets it be changed. */
const editable = (stack: string): readonly PlannedValue[] =>
  (PLANNED_VALUES[stack] ?? []).filter((row) => row[2] !== undefined && row[2] !== "" && !isFixed(row));

/** What the database runs on goes together: a tier is of one edition. */
const isOfMachine = ([address, path]: PlannedValue): boolean =>
  /^google_sql_database_instance\.database (database_version|settings\[0\]\.(edition|tier))$/.test(
    `${address} ${path}`,
  );

describe.each(["staging", "production"])("drift of %s", (name) => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed(name);
  });
  afterAll(() => close(deployed));

  const stacks = stacksInOrder({ name });

  /** Changes hardened values of a stack by hand, several of one resource at once. */
  function editAll(stack: string, isWanted: (row: PlannedValue) => boolean = () => true): void {
    const where = names(deployed.environment.project, deployed.sandbox.store);
    const missing: string[] = [];
    for (const row of editable(stack).filter(isWanted)) {
      const [address, path] = row;
      const stored = deployed.sandbox.store.get(where[address]!);
      const changed = changedByHand(address.split(".")[0]!, stored!, path, row[2]);
      if (changed === undefined) missing.push(`${address} ${path}`);
      else deployed.sandbox.store.put(where[address]!, changed);
    }
    expect(missing).toEqual([]);
  }

  /** Rows that ./netra drift does not tell as changed outside and taken back by the next deploy. */
  async function missedByDrift(
    isWanted: (row: PlannedValue) => boolean = () => true,
    among: readonly string[] = stacks,
  ): Promise<readonly string[]> {
    const { stdout } = succeeded(await deployed.command("drift", "--environment", name, "--format", "json"), 1);
    const report = JSON.parse(stdout) as Report;
    return among.flatMap((stack) => {
      const seen = report.stacks.find((each) => each.name === stack)!.drift;
      return editable(stack)
        .filter(isWanted)
        .filter(
          ([address, path]) =>
            !seen.some(
              (entry) => entry.address === address && sameValue(entry.path, path) && entry.class === "reverted",
            ),
        )
        .map(([address, path]) => `${address} ${path}`);
    });
  }

  /** Review, then the deploy of exactly that; afterwards nothing drifts. */
  async function deployReviewed(): Promise<void> {
    const review = succeeded(await deployed.command("review", "--environment", name, "--format", "json"), 1);
    const { digest } = JSON.parse(review.stdout) as Report;
    succeeded(await deployed.command("deploy", "--environment", name, "--digest", digest!));
    const calm = succeeded(await deployed.command("drift", "--environment", name, "--format", "json"));
    expect((JSON.parse(calm.stdout) as Report).stacks.flatMap(({ drift }) => drift)).toEqual([]);
  }

  check(
    "hardened values that somebody changes by hand are seen by ./netra drift, and reverted by the next deploy",
    async () => {
      for (const stack of stacks) editAll(stack, (row) => !isOfMachine(row));
      expect(await missedByDrift((row) => !isOfMachine(row))).toEqual([]);
      await deployReviewed();
      for (const stack of stacks) expect(await changesOf(deployed, stack)).toEqual({});
    },
  );

  check("so are edition, tier and version of the database; the version has no way back but a restore", async () => {
    restore(deployed);
    editAll(`${name}-foundation`, isOfMachine);
    expect(await missedByDrift(isOfMachine)).toEqual([]);
    const database = names(deployed.environment.project, deployed.sandbox.store)[
      "google_sql_database_instance.database"
    ]!;
    const refused = await deployed.terraform(`${name}-foundation`, "apply", "-no-color", "-auto-approve");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("cannot be lowered");
    const { databaseVersion: _raised, ...rest } = deployed.sandbox.store.get(database)!;
    deployed.sandbox.store.put(database, { ...rest, databaseVersion: "POSTGRES_17" });
    await deployReviewed();
  });

  check("the state bucket's hardened values are drift too, and put back", async () => {
    restore(deployed);
    const stack = `bootstrap-${name}`;
    editAll(stack);
    expect(await missedByDrift(() => true, [stack])).toEqual([]);
    expect(await changesOf(deployed, stack)).toEqual({ "google_storage_bucket.state-bucket": "update" });
    await applyPlanned(deployed, stack);
    expect(await changesOf(deployed, stack)).toEqual({});
  });
});

/** The report may name an element by its place where the table names it by its key, or the block as a whole. */
const sameValue = (named: string, path: string): boolean => {
  // An alert has one condition.
  const seen = named.replace(/^conditions\[display_name=[^\]]*\]/, "conditions[0]");
  return seen === path || path.startsWith(`${seen}.`) || path.startsWith(`${seen}[`);
};

describe("what Terraform cannot see", () => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed("staging");
  });
  afterAll(() => close(deployed));

  const rows: readonly (readonly [
    what: string,
    stack: string,
    name: string,
    change: (stored: JsonObject) => JsonObject,
  ])[] = [
    [
      "the payload of a secret's version",
      "staging-services",
      "secretmanager/projects/netra-staging/secrets/netra-staging-service-secret/versions/1",
      (stored) => ({ ...stored, payloadMark: "another" }),
    ],
    [
      "the password of a database user",
      "staging-services",
      "sql/projects/netra-staging/instances/netra-staging-db/users/app_a",
      (stored) => ({ ...stored, passwordMark: "another" }),
    ],
    [
      "a maintenance version, which only Google writes",
      "staging-foundation",
      "sql/projects/netra-staging/instances/netra-staging-db",
      (stored) => ({ ...stored, maintenanceVersion: "POSTGRES_17_4.R20260201.00_00" }),
    ],
    [
      "an optional and computed value that is not declared: the alternative zone of Redis",
      "staging-foundation",
      "redis/projects/netra-staging/locations/us-central1/instances/netra-staging-redis",
      (stored) => ({ ...stored, maintenanceVersion: "20260201_00_00", alternativeLocationId: "us-central1-f" }),
    ],
    [
      "the state of a certificate",
      "staging-edge",
      "compute/projects/netra-staging/global/sslCertificates/netra-staging-cert-app-6f27a5",
      (stored) => ({ ...stored, managed: { ...(stored.managed as JsonObject), status: "RENEWAL_FAILED" } }),
    ],
  ];

  for (const [what, stack, name, change] of rows) {
    check(`${what}: the plan stays empty`, async () => {
      const stored = deployed.sandbox.store.get(name);
      expect(stored).toBeDefined();
      deployed.sandbox.store.put(name, change(stored!));
      expect(await changesOf(deployed, stack)).toEqual({});
    });
  }

  check("but a version that was disabled, or an account that is gone, is seen", async () => {
    restore(deployed);
    const version = "secretmanager/projects/netra-staging/secrets/netra-staging-service-secret/versions/1";
    deployed.sandbox.store.put(version, { ...deployed.sandbox.store.get(version)!, state: "DISABLED" });
    deployed.sandbox.store.remove(
      "iam/projects/netra-staging/serviceAccounts/frontend@netra-staging.iam.gserviceaccount.com",
    );
    expect(await changesOf(deployed, "staging-services")).toMatchObject({
      "google_secret_manager_secret_version.secret-service-secret_version": "update",
    });
    expect(await changesOf(deployed, "bootstrap-staging")).toMatchObject({
      "google_service_account.account-frontend": "create",
    });
  });
});
