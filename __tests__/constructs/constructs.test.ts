import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { CloudArmor } from "../../constructs/cloud-armor";
import { CloudRunService, type CloudRunServiceProps } from "../../constructs/cloud-run-service";
import { DatabaseUserAccount } from "../../constructs/database-user";
import { declareEphemeralPassword } from "../../constructs/ephemeral-password";
import { HttpsLoadBalancer, type HttpsLoadBalancerProps } from "../../constructs/https-load-balancer";
import { Postgres, type PostgresProps } from "../../constructs/postgres";
import { ProjectServices } from "../../constructs/project-services";
import { Redis } from "../../constructs/redis";
import { replacedName } from "../../constructs/replaced-name";
import { GeneratedSecret, OperatorSecret, type SecretReference } from "../../constructs/secret";
import { onlyResource, writtenIn, type WrittenStack } from "../support/written";

/** What each construct writes for given props: assertions, no snapshots. */

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-constructs-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (build: (stack: TerraformStack) => void): WrittenStack => writtenIn(folder, build);

describe("CloudRunService", () => {
  const PROPS: CloudRunServiceProps = {
    name: "api",
    project: "p",
    region: "r",
    serviceAccountEmail: "api@p.iam.gserviceaccount.com",
    image: "registry/api:1",
    port: 8000,
    cpu: 2,
    memoryMiB: 4096,
    scaling: { min: 1, max: 10 },
    concurrency: 200,
    requestTimeoutSeconds: 60,
    servesSockets: false,
    probes: {
      startup: { path: "/ready", periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 24 },
      liveness: { path: "/live", periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
      readiness: { path: "/accepting", periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 3, successThreshold: 2 },
    },
    variables: {},
    ignoreChanges: ["client"],
  };
  const service = (props: Partial<CloudRunServiceProps> = {}) =>
    written((stack) => new CloudRunService(stack, "api", { ...PROPS, ...props }));
  const template = (props: Partial<CloudRunServiceProps> = {}) =>
    onlyResource(service(props), "google_cloud_run_v2_service").template as Readonly<Record<string, unknown>>;

  test("without private services it has no VPC access and no volume", () => {
    const json = service();
    const body = onlyResource(json, "google_cloud_run_v2_service");
    expect(body.template).not.toHaveProperty("vpc_access");
    expect(body.template).not.toHaveProperty("volumes");
    expect(body.lifecycle).toEqual({ ignore_changes: ["client"] });
  });

  test("traffic goes to the latest revision, or to the one that is pinned", () => {
    const traffic = (props: Partial<CloudRunServiceProps>) =>
      onlyResource(service(props), "google_cloud_run_v2_service").traffic;
    expect(traffic({})).toEqual([{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }]);
    expect(traffic({ pinnedRevision: "api-1" })).toEqual([
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "api-1", percent: 100 },
    ]);
  });

  test("sockets bring session affinity and CPU that is always on", () => {
    const container = (props: Partial<CloudRunServiceProps>) =>
      (template(props).containers as { resources: object }[])[0]!.resources;
    expect(template({ servesSockets: true })).toMatchObject({ session_affinity: true });
    expect(container({ servesSockets: true })).toMatchObject({ cpu_idle: false });
    expect(template({ servesSockets: false })).toMatchObject({ session_affinity: false });
    expect(container({ servesSockets: false })).toMatchObject({
      cpu_idle: true,
      limits: { cpu: "2", memory: "4096Mi" },
    });
  });

  test("the VPC is reached directly and for private ranges only", () => {
    expect(template({ vpc: { networkId: "n", subnetId: "s" } }).vpc_access).toEqual({
      egress: "PRIVATE_RANGES_ONLY",
      network_interfaces: [{ network: "n", subnetwork: "s" }],
    });
  });

  test("a database connection is mounted as a socket directory", () => {
    const body = template({ databaseConnection: "p:r:i" });
    expect(body.volumes).toEqual([{ name: "cloudsql", cloud_sql_instance: { instances: ["p:r:i"] } }]);
    expect((body.containers as object[])[0]).toMatchObject({
      volume_mounts: [{ name: "cloudsql", mount_path: "/cloudsql" }],
    });
  });

  test("each secret is readable by the service's own account once, however many variables mount it", () => {
    const secret: SecretReference = { role: "key", secretId: "netra-key", version: "3", dependsOn: [] };
    const json = service({ variables: { A: { secret }, B: { secret }, C: { value: "c" } } });
    expect(onlyResource(json, "google_secret_manager_secret_iam_member")).toMatchObject({
      secret_id: "netra-key",
      role: "roles/secretmanager.secretAccessor",
      member: "serviceAccount:api@p.iam.gserviceaccount.com",
    });
    const body = onlyResource(json, "google_cloud_run_v2_service");
    expect((body.template as { containers: { env: object[] }[] }).containers[0]!.env).toEqual([
      { name: "A", value_source: { secret_key_ref: { secret: "netra-key", version: "3" } } },
      { name: "B", value_source: { secret_key_ref: { secret: "netra-key", version: "3" } } },
      { name: "C", value: "c" },
    ]);
    expect(JSON.stringify(body.depends_on)).toContain("google_secret_manager_secret_iam_member.");
  });

  test("each probe asks a path of its own, on the container's port", () => {
    const [container] = template().containers as Record<string, unknown>[];
    expect(container).toMatchObject({
      startup_probe: { http_get: { path: "/ready", port: 8000 } },
      liveness_probe: { http_get: { path: "/live", port: 8000 } },
      readiness_probe: {
        http_get: { path: "/accepting", port: 8000 },
        period_seconds: 5,
        timeout_seconds: 4,
        failure_threshold: 3,
        success_threshold: 2,
      },
    });
  });

  test("minimum and maximum are declared on the service and on the revision", () => {
    const body = onlyResource(service({ scaling: { min: 3, max: 7 } }), "google_cloud_run_v2_service");
    expect(body.scaling).toEqual({ min_instance_count: 3, max_instance_count: 7 });
    expect((body.template as { scaling: object }).scaling).toEqual({ min_instance_count: 3, max_instance_count: 7 });
  });
});

describe("secrets", () => {
  test("a generated value is an ephemeral expression, and its provider is declared beside it", () => {
    const json = written((stack) => {
      const value = declareEphemeralPassword(stack, "key");
      new GeneratedSecret(stack, "key", { role: "key", secretId: "netra-key", value, version: 4 });
      new DatabaseUserAccount(stack, "user", { name: "app", instanceName: "db", password: value, passwordVersion: 4 });
    });
    expect(json.ephemeral).toEqual({ random_password: { key: { length: 48, special: false } } });
    expect(json.terraform?.required_providers).toMatchObject({
      random: { source: "hashicorp/random", version: "3.7.2" },
    });
    const version = onlyResource(json, "google_secret_manager_secret_version");
    const user = onlyResource(json, "google_sql_user");
    expect(version).toMatchObject({
      secret_data_wo: "${ephemeral.random_password.key.result}",
      secret_data_wo_version: 4,
      deletion_policy: "ABANDON",
      lifecycle: { create_before_destroy: true },
    });
    expect(user).toMatchObject({ password_wo: "${ephemeral.random_password.key.result}", password_wo_version: 4 });
    expect(version).not.toHaveProperty("secret_data");
    expect(user).not.toHaveProperty("password");
  });

  test("an operator's secret has no version at all", () => {
    const json = written((stack) => new OperatorSecret(stack, "key", { secretId: "netra-key", dependsOn: [] }));
    expect(onlyResource(json, "google_secret_manager_secret")).toMatchObject({
      secret_id: "netra-key",
      deletion_protection: true,
    });
    expect(json.resource).not.toHaveProperty("google_secret_manager_secret_version");
  });
});

describe("Redis", () => {
  const json = () =>
    written(
      (stack) =>
        new Redis(stack, "redis", {
          name: "redis",
          region: "r",
          networkId: "n",
          peeringRangeName: "range",
          authSecretId: "redis-auth",
          version: "REDIS_7_2",
          tier: "STANDARD_HA",
          memoryGiB: 1,
          authVersion: 2,
          maintenance: { day: "SUNDAY", hour: 6 },
          dependsOn: [],
          secretDependsOn: [],
        }),
    );

  test("the AUTH secret is written anew with a new instance, and through a write-only argument", () => {
    const instance = Object.keys(json().resource?.google_redis_instance ?? {})[0]!;
    expect(onlyResource(json(), "google_secret_manager_secret_version")).toMatchObject({
      secret_data_wo: `\${google_redis_instance.${instance}.auth_string}`,
      secret_data_wo_version: 2,
      lifecycle: {
        replace_triggered_by: [`google_redis_instance.${instance}.create_time`],
      },
    });
  });

  test("every certificate authority is handed on, because two are valid at once while one is renewed", () => {
    expect(Object.values(json().locals ?? {})[0]).toMatch(
      /^\$\{join\("\\n", google_redis_instance\.\w+\.server_ca_certs\[\*\]\.cert\)\}$/,
    );
  });

  test("it refuses to be destroyed, and what a replacement would lose it declares", () => {
    expect(onlyResource(json(), "google_redis_instance")).toMatchObject({
      lifecycle: { prevent_destroy: true, ignore_changes: ["reserved_ip_range"] },
      tier: "STANDARD_HA",
      connect_mode: "PRIVATE_SERVICE_ACCESS",
      transit_encryption_mode: "SERVER_AUTHENTICATION",
      authorized_network: "n",
      reserved_ip_range: "range",
    });
  });
});

describe("Postgres", () => {
  const PROPS: PostgresProps = {
    instanceName: "db",
    databaseName: "netra",
    region: "r",
    networkId: "n",
    peeringRangeName: "range",
    labels: { a: "b" },
    version: "POSTGRES_17",
    edition: "ENTERPRISE",
    tier: "db-custom-2-7680",
    availability: "ZONAL",
    zone: "r-a",
    maxConnections: 400,
    diskLimitGiB: 100,
    backups: { startTime: "03:00", retained: 7, logDays: 7 },
    maintenance: { day: 7, hour: 5 },
    dependsOn: [],
  };
  const settings = (props: Partial<PostgresProps> = {}) =>
    onlyResource(
      written((stack) => new Postgres(stack, "db", { ...PROPS, ...props })),
      "google_sql_database_instance",
    ).settings as Readonly<Record<string, unknown>>;

  test("max_connections is declared as text, and no statement is logged whole", () => {
    expect(settings().database_flags).toEqual(
      expect.arrayContaining([
        { name: "max_connections", value: "400" },
        { name: "log_statement", value: "ddl" },
      ]),
    );
  });

  test("a standby zone is declared where there is one, and only there", () => {
    expect(settings().location_preference).toEqual({ zone: "r-a" });
    expect(settings({ availability: "REGIONAL", standbyZone: "r-b" }).location_preference).toEqual({
      zone: "r-a",
      secondary_zone: "r-b",
    });
  });

  test("no disk size: after the disk has grown, a declared one would plan a replacement", () => {
    expect(settings()).not.toHaveProperty("disk_size");
    expect(settings()).toMatchObject({ disk_autoresize: true, disk_autoresize_limit: 100 });
  });
});

describe("HttpsLoadBalancer", () => {
  const names = {
    address: "a",
    urlMap: "m",
    redirectUrlMap: "rm",
    tlsPolicy: "t",
    httpsProxy: "sp",
    httpProxy: "p",
    httpsRule: "sr",
    httpRule: "r",
  };
  const PROPS: HttpsLoadBalancerProps = {
    names,
    region: "r",
    backends: {
      web: { backendName: "web-backend", negBaseName: "web-neg" },
      api: { backendName: "api-backend", negBaseName: "api-neg" },
    },
    hosts: {
      app: {
        host: "app.example.com",
        service: "web",
        paths: [{ path: "/api/*", service: "api" }],
        certificateBaseName: "cert-app",
      },
      apex: { host: "example.com", service: "web", paths: [], certificateBaseName: "cert-apex" },
    },
    defaultService: "web",
    securityPolicyId: "armor",
    serviceHeader: "X-Backend",
  };
  const balancer = (props: Partial<HttpsLoadBalancerProps> = {}) =>
    written((stack) => new HttpsLoadBalancer(stack, "lb", { ...PROPS, ...props }));

  test("a certificate per host, all on the proxy, named after what would replace it", () => {
    const certificates = Object.values(balancer().resource?.google_compute_managed_ssl_certificate ?? {});
    expect(certificates.map(({ managed, lifecycle }) => [managed, lifecycle])).toEqual([
      [{ domains: ["app.example.com"] }, { create_before_destroy: true }],
      [{ domains: ["example.com"] }, { create_before_destroy: true }],
    ]);
    const proxy = onlyResource(balancer(), "google_compute_target_https_proxy") as { ssl_certificates?: string[] };
    expect(proxy.ssl_certificates).toHaveLength(2);
  });

  test("a new host leaves the certificates of the others alone", () => {
    const before = balancer().resource?.google_compute_managed_ssl_certificate ?? {};
    const api = { host: "api.example.com", service: "api", paths: [], certificateBaseName: "cert-api" };
    const after = balancer({ hosts: { ...PROPS.hosts, api } }).resource?.google_compute_managed_ssl_certificate ?? {};
    expect(Object.keys(after)).toHaveLength(3);
    expect(after).toMatchObject(before);
  });

  test("each backend names its service in the answer", () => {
    const backends = Object.values(balancer().resource?.google_compute_backend_service ?? {});
    expect(backends.map(({ custom_response_headers: headers }) => headers)).toEqual([
      ["X-Backend: web"],
      ["X-Backend: api"],
    ]);
  });

  test("hosts and paths lead to the backends of their services", () => {
    const maps = Object.values(balancer().resource?.google_compute_url_map ?? {}) as { path_matcher?: object[] }[];
    const matchers = maps.find(({ path_matcher: matcher }) => matcher)?.path_matcher as {
      name: string;
      path_rule?: object[];
    }[];
    expect(matchers.map(({ name, path_rule: rules = [] }) => [name, rules.length])).toEqual([
      ["app", 1],
      ["apex", 0],
    ]);
  });

  test("a service without a backend is a mistake of the stack, and named", () => {
    expect(() => balancer({ defaultService: "other" })).toThrow(
      'no backend for service "other"; name it under backends',
    );
  });
});

test("Cloud Armor throttles per address, previews every WAF rule and allows the rest", () => {
  const policy = onlyResource(
    written((stack) => new CloudArmor(stack, "armor", { name: "armor", requests: 4800, intervalSeconds: 60 })),
    "google_compute_security_policy",
  ) as { rule: { priority: number; action: string; preview: boolean; match: { expr?: object } }[] };
  expect(new Set(policy.rule.map(({ priority }) => priority)).size).toBe(policy.rule.length);
  expect(policy.rule.filter(({ match }) => match.expr).every(({ preview }) => preview)).toBe(true);
  expect(policy.rule[0]).toMatchObject({ action: "throttle", preview: false });
  expect(policy.rule.at(-1)).toMatchObject({ priority: 2147483647, action: "allow" });
});

test("APIs stay on when a line is removed, and one that is not declared cannot be waited for", () => {
  written((stack) => {
    const services = new ProjectServices(stack, "api", { project: "p", apis: ["run"] });
    expect(services.declaredServices("run")).toHaveLength(1);
    expect(() => services.declaredServices("redis")).toThrow('API "redis" is not declared; add it to the list');
  });
  const json = written((stack) => new ProjectServices(stack, "api", { project: "p", apis: ["run"] }));
  expect(onlyResource(json, "google_project_service")).toMatchObject({
    service: "run.googleapis.com",
    disable_on_destroy: false,
  });
});

test("the name of what is replaced follows from what replaces it, and from nothing else", () => {
  expect(replacedName("neg", "us-central1", "api")).toBe(replacedName("neg", "us-central1", "api"));
  expect(replacedName("neg", "us-central1", "api")).toMatch(/^neg-[0-9a-f]{6}$/);
  expect(replacedName("neg", "us-central1", "api")).not.toBe(replacedName("neg", "us-central1", "web"));
  // Two settings are not their concatenation.
  expect(replacedName("neg", "ab", "c")).not.toBe(replacedName("neg", "a", "bc"));
});
