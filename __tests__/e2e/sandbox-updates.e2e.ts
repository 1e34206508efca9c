import type { JsonObject } from "../../sandbox/core/json";
import type { Environment } from "../../environments/environment";
import {
  applyPlanned,
  block,
  changesOf,
  check,
  close,
  edit,
  isAvailable,
  openDeployed,
  redeclare,
  restore,
  type Deployed,
} from "./deployed";

const SOCKET = "websocket-service";
const withService = (environment: Environment, name: string, change: object): Environment => {
  const services = { ...environment.services, [name]: { ...environment.services[name]!, ...change } };
  return { ...environment, services };
};

describe.each(["staging", "production"])("updates of %s", (name) => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed(name);
  });
  afterEach(() => restore(deployed));
  afterAll(() => close(deployed));

  /** Name of the one resource of a collection whose name begins so. */
  const nameOf = (start: string): string =>
    deployed.sandbox.store
      .below("compute/")
      .find(([each]) => each.includes(`/${start}`))![0]
      .split("/")
      .at(-1)!;

  /** What a change of the spec makes of a stack, and that a second plan has nothing left to do. */
  async function update(stack: string, change: (environment: Environment) => Environment): Promise<unknown> {
    redeclare(deployed, change);
    const changes = await changesOf(deployed, stack);
    await applyPlanned(deployed, stack);
    expect(await changesOf(deployed, stack)).toEqual({});
    return changes;
  }

  check("scaling: the one service, in place", async () => {
    const changes = await update(`${name}-services`, (environment) =>
      withService(environment, SOCKET, { scaling: { min: 3, max: 10 } }),
    );
    expect(changes).toEqual({ "google_cloud_run_v2_service.websocket-service": "update" });
  });

  check("connection pool, within the budget: in place, the service and who is told of the rate limit", async () => {
    const { databasePool } = deployed.environment.services[SOCKET]!;
    const changes = await update(`${name}-services`, (environment) =>
      withService(environment, SOCKET, { databasePool: { ...databasePool!, size: 6 }, scaling: { min: 2, max: 9 } }),
    );
    expect(changes).toEqual({
      "google_cloud_run_v2_service.websocket-service": "update",
      // Fewer instances call the auth host less often, and the tests know the limit that follows.
      ...(name === "staging" && { "google_cloud_run_v2_job.e2e-runner": "update" }),
    });
  });

  check(
    "an image of the pipeline's is no change of ours, and one in the code neither: the pipeline owns it",
    async () => {
      const service = `run/projects/netra-${name}/locations/us-central1/services/frontend`;
      const stored = deployed.sandbox.store.get(service)!;
      const template = stored.template as JsonObject;
      const [container] = template.containers as readonly JsonObject[];
      const containers = [{ ...container, image: `us-central1-docker.pkg.dev/netra-${name}/netra/frontend:2.0.0` }];
      deployed.sandbox.store.put(service, { ...stored, template: { ...template, containers } });
      expect(await changesOf(deployed, `${name}-services`)).toEqual({});
      const changes = await update(`${name}-services`, (environment) =>
        withService(environment, SOCKET, { image: { firstTag: "1.0.1" } }),
      );
      expect(changes).toEqual({});
    },
  );

  check("WAF: a new rate limit, in place", async () => {
    const changes = await update(`${name}-edge`, (environment) => ({
      ...environment,
      traffic: { ...environment.traffic, usersPerAddress: environment.traffic.usersPerAddress + 5 },
    }));
    expect(changes).toEqual({ "google_compute_security_policy.armor": "update" });
  });

  check("tier of the database: in place, with its restart", async () => {
    const changes = await update(`${name}-foundation`, (environment) => ({
      ...environment,
      database: { ...environment.database, tier: "db-custom-8-30720" },
    }));
    expect(changes).toEqual({ "google_sql_database_instance.database": "update" });
  });

  check("memory of the cache: in place", async () => {
    const changes = await update(`${name}-foundation`, (environment) => ({
      ...environment,
      cache: { ...environment.cache, memoryGiB: environment.cache.memoryGiB + 1 },
    }));
    expect(changes).toEqual({ "google_redis_instance.redis": "update" });
  });

  /** The order in which a collection was written to and deleted from. */
  const writes = (collection: string): readonly string[] =>
    deployed.sandbox.journal
      .requests()
      .filter(
        ({ method, path }) =>
          ["POST", "DELETE"].includes(method) && path.toLowerCase().includes(collection.toLowerCase()),
      )
      .map(({ method, path }) => `${method} ${path.split("?")[0]!.split("/").at(-1)!}`);

  check("a host's certificate: the new one is there before the old one goes, and no other is touched", async () => {
    const { api } = deployed.environment.hosts;
    redeclare(deployed, (environment) => ({
      ...environment,
      hosts: { ...environment.hosts, api: { ...api!, host: `api-2.${deployed.environment.domain}` } },
    }));
    expect(await changesOf(deployed, `${name}-edge`)).toEqual({
      "google_compute_managed_ssl_certificate.lb_certificate-api": "create,delete",
      "google_compute_target_https_proxy.lb_https-proxy": "update",
      "google_compute_url_map.lb_url-map": "update",
    });
    const old = nameOf(`netra-${name}-cert-api-`);
    deployed.sandbox.journal.clear();
    await applyPlanned(deployed, `${name}-edge`);
    expect(writes("sslCertificates")).toEqual(["POST sslCertificates", "POST setSslCertificates", `DELETE ${old}`]);
    expect(await changesOf(deployed, `${name}-edge`)).toEqual({});
  });

  check("an endpoint group: the new one is there before the old one goes", async () => {
    const address = "google_compute_region_network_endpoint_group.lb_backend-frontend_neg";
    edit(deployed, `${name}-edge`, (configuration) => {
      const group = block(configuration, address);
      group.name = `netra-${name}-frontend-neg-another`;
      group.cloud_run = { service: "frontend", tag: "blue" };
    });
    expect(await changesOf(deployed, `${name}-edge`)).toEqual({
      [address]: "create,delete",
      "google_compute_backend_service.lb_backend-frontend": "update",
    });
    const old = nameOf(`netra-${name}-frontend-neg-`);
    deployed.sandbox.journal.clear();
    await applyPlanned(deployed, `${name}-edge`);
    expect(writes("networkEndpointGroups")).toEqual(["POST networkEndpointGroups", `DELETE ${old}`]);
    expect(await changesOf(deployed, `${name}-edge`)).toEqual({});
  });
});
