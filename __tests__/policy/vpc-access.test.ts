import { trial } from "../fixture/trial";
import { specOf } from "../../policy/core/spec";
import { vpcAccessRules } from "../../policy/packs/google/networks/vpc-access";
import { declaredVpcAccessRules } from "../../policy/packs/netra/vpc-access";
import { ELSEWHERE } from "../support/area";
import { verdictsOf } from "../support/resource";

/** A services stack alone: neither the database nor an address tells that the service needs the VPC. */
const ADDRESS = "google_cloud_run_v2_service.service";
const SPEC = specOf(trial);
const OURS = [...vpcAccessRules, ...declaredVpcAccessRules];
const volumes = [{ name: "cloudsql", cloud_sql_instance: { instances: ["p:r:db"] } }];
const service = (name: string, vpc?: unknown, env: readonly object[] = []) => ({
  [ADDRESS]: { name, template: { volumes, vpc_access: vpc, containers: [{ env }] } },
});
const DIRECT = { egress: "PRIVATE_RANGES_ONLY", network_interfaces: { network: "n", subnetwork: "s" } };
const statuses = (bodies: Readonly<Record<string, object>>, spec = SPEC) =>
  verdictsOf(OURS, bodies, spec).map(({ rule, status }) => [rule, status]);

test("a service with pools needs VPC access, whatever else the plan holds", () => {
  expect(statuses(service("auth-service"))).toEqual([["run-vpc-access-declared", "violation"]]);
  expect(statuses(service("auth-service", DIRECT))).toEqual([]);
  expect(statuses(service("auth-service", ELSEWHERE))).toContainEqual(["run-vpc-access-declared", "unknown"]);
});

test("a service without pools, and one that the spec does not name, needs none", () => {
  expect(statuses(service("frontend"))).toEqual([]);
  expect(statuses(service("storefront"))).toEqual([]);
});

test("it is silent where Google's rule has spoken, and heard where that one is waived", () => {
  const told = service("auth-service", undefined, [{ name: "REDIS_HOST", value: "10.0.0.3" }]);
  const waiver = {
    rule: "run-vpc-access",
    address: ADDRESS,
    reason: "a test",
    owner: "platform",
    expires: "2026-06-30",
  };
  expect(statuses(told)).toEqual([["run-vpc-access", "violation"]]);
  const both = statuses(told, specOf({ ...trial, waivers: [waiver] }));
  expect(both).toContainEqual(["run-vpc-access", "waived"]);
  expect(both).toContainEqual(["run-vpc-access-declared", "violation"]);
});
