import { staging } from "../../environments/staging";
import { LIVE } from "./synthesized";

/** An address is a contract: a changed one on a stateful resource is a replacement, so the list is shown. */

const addresses = (name: string): readonly string[] =>
  Object.entries(LIVE.stackJson(name).resource ?? {})
    .flatMap(([type, byName]) => Object.keys(byName).map((id) => `${type}.${id}`))
    .sort();

test.each(["bootstrap-staging", "staging-foundation", "staging-services", "staging-edge", "staging-monitoring"])(
  "%s",
  (name) => {
    expect(addresses(name)).toMatchSnapshot();
  },
);

test("what holds data has the address it was born with", () => {
  expect(addresses("production-foundation")).toEqual(
    expect.arrayContaining([
      "google_artifact_registry_repository.images",
      "google_compute_network.network",
      "google_compute_subnetwork.network_subnet",
      "google_redis_instance.redis",
      "google_sql_database.database_database",
      "google_sql_database_instance.database",
    ]),
  );
  expect(addresses("production-edge")).toContain("google_compute_global_address.lb_address");
  // docs/first-deploy.md imports it under this address.
  expect(addresses("bootstrap-production")).toContain("google_storage_bucket.state-bucket");
});

test("production has staging's addresses, without the bypass and the runner", () => {
  for (const name of LIVE.stackNames().filter((stack) => stack.includes("production"))) {
    // The deployer's condition on one bucket goes with the runner, and what is told of tests and their key.
    const bypass = /e2e|verify-test-setup|deployer_role-storage-admin/;
    // Where there must be no bypass, those who try are counted apart.
    const tries = /bypass-tries/;
    expect(addresses(name).filter((address) => !tries.test(address))).toEqual(
      addresses(name.replace("production", "staging")).filter((address) => !bypass.test(address)),
    );
  }
});

test("no address names an environment or counts", () => {
  for (const address of LIVE.stackNames().flatMap(addresses))
    expect(address).not.toMatch(/staging|production|[-_]\d+$/);
});

test("every routed service has its backend, every host its certificate, and every service its account", () => {
  const { resources } = LIVE.estateOf("staging");
  const count = (type: string) => resources.filter((resource) => resource.type === type).length;
  const services = Object.keys(staging.services).length;
  const routed = new Set(
    Object.values(staging.hosts).flatMap(({ service, paths = [] }) => [service, ...paths.map((path) => path.service)]),
  );
  expect(count("google_compute_backend_service")).toBe(routed.size);
  expect(count("google_compute_region_network_endpoint_group")).toBe(routed.size);
  // CI's three and the runner's among them.
  expect(count("google_service_account")).toBe(services + 4);
  expect(count("google_compute_managed_ssl_certificate")).toBe(Object.keys(staging.hosts).length);
});
