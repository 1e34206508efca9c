import { CONTRACT, FLOORS } from "../../environments/contract";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import type { Environment } from "../../environments/environment";
import { RULES } from "../../policy/packs";
import { budgetRules } from "../../policy/packs/google/budgets";
import { bypassRules } from "../../policy/packs/netra/bypass";
import { secretRules as ourSecretRules } from "../../policy/packs/netra/secrets";
import { e2eRunnerRules } from "../../policy/packs/netra/e2e-runner";
import { cloudRunJobRules } from "../../policy/packs/google/programs/cloud-run-jobs";
import { secretRules } from "../../policy/packs/google/secrets/secrets";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";
import { ELSEWHERE, type Bodies } from "../support/area";

const JOB = "google_cloud_run_v2_job.e2e-runner";
const SERVICE = "google_cloud_run_v2_service.websocket-service";
const KEY = "${google_secret_manager_secret_version.key.version}";

const mounted = (version: string): object => ({
  name: "E2E_BYPASS_KEY",
  value_source: { secret_key_ref: { secret: "netra-trial-e2e-bypass-key", version } },
});
const accessor = (account: string): object => ({
  secret_id: "netra-trial-e2e-bypass-key",
  role: "roles/secretmanager.secretAccessor",
  member: `serviceAccount:${account}@example-trial.iam.gserviceaccount.com`,
});

const ESTATE: Bodies = {
  [JOB]: {
    name: "e2e-runner",
    template: {
      task_count: 1,
      parallelism: 1,
      template: {
        max_retries: 0,
        timeout: "600s",
        service_account: "e2e-runner@example-trial.iam.gserviceaccount.com",
        vpc_access: { egress: "PRIVATE_RANGES_ONLY", network_interfaces: [{ network: "n", subnetwork: "s" }] },
        containers: [{ image: "us-central1-docker.pkg.dev/example-trial/netra/e2e-tests:1.0.0", env: [mounted(KEY)] }],
      },
    },
  },
  [SERVICE]: {
    name: "websocket-service",
    template: {
      service_account: "websocket-service@example-trial.iam.gserviceaccount.com",
      containers: [{ env: [mounted(KEY)] }],
    },
  },
  "google_secret_manager_secret_iam_member.runner": accessor("e2e-runner"),
  "google_secret_manager_secret_iam_member.service": accessor("websocket-service"),
};

const spec = (environment: Environment) => ({ environment, contract: CONTRACT, floors: FLOORS });
const STAGING = spec(trial);
const TASK = "template.template";

const withJob = (path: string, value: unknown): Bodies => ({
  ...ESTATE,
  [JOB]: alteredBody(ESTATE[JOB]!, path, value),
});

test("a good runner has no finding, of any rule that looks at jobs", () => {
  const rules = [...e2eRunnerRules, ...bypassRules, ...secretRules, ...ourSecretRules, ...budgetRules];
  expect(verdictsOf(rules, ESTATE, STAGING)).toEqual([]);
});

const IMAGE = `${TASK}.containers.0.image`;
const ENV = `${TASK}.containers.0.env`;

test.each<[rule: string, path: string, value: unknown, message: string]>([
  ["e2e-runner-once", `${TASK}.max_retries`, 3, "template[0].template[0].max_retries: 3 found, 0 allowed"],
  ["e2e-runner-once", `${TASK}.max_retries`, undefined, "max_retries: nothing found, 0 allowed"],
  ["e2e-runner-once", "template.task_count", 2, "template[0].task_count: 2 found, 1 allowed"],
  ["e2e-runner-once", "template.parallelism", 5, "template[0].parallelism: 5 found, 1 allowed"],
  ["e2e-runner-image", IMAGE, "docker.io/library/e2e:1", "us-central1-docker.pkg.dev/example-trial/netra/… allowed"],
  [
    "e2e-runner-image",
    IMAGE,
    "us-central1-docker.pkg.dev/example-prd/netra/e2e-tests:1",
    "us-central1-docker.pkg.dev/example-trial/netra/… allowed",
  ],
  [
    "e2e-runner-account",
    `${TASK}.service_account`,
    "websocket-service@example-trial.iam.gserviceaccount.com",
    "an account that no service has allowed",
  ],
  ["e2e-runner-key", ENV, [], "E2E_BYPASS_KEY: nothing found"],
  ["e2e-runner-egress", `${TASK}.vpc_access`, undefined, "network_interfaces[0]: nothing found"],
  ["e2e-runner-egress", `${TASK}.vpc_access.network_interfaces`, [], "network_interfaces[0]: nothing found"],
  ["e2e-runner-egress", `${TASK}.vpc_access.egress`, "ALL_TRAFFIC", '"ALL_TRAFFIC" found, PRIVATE_RANGES_ONLY allowed'],
  ["e2e-runner-timeout", `${TASK}.timeout`, "7200s", '"7200s" found, "1s" to "3600s" allowed'],
])("%s: %s = %j", (rule, path, value, message) => {
  const found = verdictsOf(e2eRunnerRules, withJob(path, value), STAGING);
  expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "violation"]]);
  expect(found[0]?.message).toContain(message);
});

test.each<[path: string, value: unknown]>([
  // Left to what wants them declared.
  [`${TASK}.timeout`, undefined],
  ["template.task_count", undefined],
  ["template.parallelism", undefined],
  [`${TASK}.vpc_access.egress`, undefined],
  [`${TASK}.service_account`, undefined],
  [`${TASK}.timeout`, "3600s"],
  [IMAGE, `us-central1-docker.pkg.dev/example-trial/netra/e2e-tests@sha256:${"0".repeat(64)}`],
  [ENV, [{ name: "E2E_BYPASS_KEY", value: "as text, which env-plain-secret names" }]],
])("holds: %s = %j", (path, value) => {
  expect(verdictsOf(e2eRunnerRules, withJob(path, value), STAGING)).toEqual([]);
});

test.each<[rule: string, path: string]>([
  ["e2e-runner-once", `${TASK}.max_retries`],
  ["e2e-runner-once", "template.task_count"],
  ["e2e-runner-once", "template.parallelism"],
  ["e2e-runner-image", IMAGE],
  ["e2e-runner-account", `${TASK}.service_account`],
  ["e2e-runner-key", ENV],
  ["e2e-runner-egress", `${TASK}.vpc_access`],
  ["e2e-runner-egress", `${TASK}.vpc_access.egress`],
  ["e2e-runner-timeout", `${TASK}.timeout`],
])("%s: %s is not known before apply", (rule, path) => {
  const found = verdictsOf(e2eRunnerRules, withJob(path, ELSEWHERE), STAGING);
  expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "unknown"]]);
});

describe("prd", () => {
  const rule = "e2e-runner-in-production";
  const job = (name: string, image: string): Bodies => ({
    "google_cloud_run_v2_job.x": { name, template: { template: { containers: [{ image }] } } },
  });

  test.each([
    ["by name", job("e2e-runner", "r/tests:1")],
    ["by image", job("smoke", "r/e2e-tests:1")],
    ["by address, where the name is not known", { "google_cloud_run_v2_job.e2e": { name: ELSEWHERE } }],
  ])("a runner is refused %s", (_, bodies) => {
    const found = verdictsOf(e2eRunnerRules, bodies, spec(prd));
    expect(found.map((finding) => [finding.rule, finding.severity, finding.status])).toEqual([
      [rule, "critical", "violation"],
    ]);
  });

  test("no waiver excuses it", () => {
    expect(e2eRunnerRules.find(({ id }) => id === rule)?.waivable).toBe(false);
  });

  test("another job is none of its business", () => {
    expect(verdictsOf(e2eRunnerRules, job("migrate", "r/one2end:1"), spec(prd))).toEqual([]);
  });

  test("a job with the key is refused as a service with it", () => {
    const bodies = { "google_cloud_run_v2_job.x": alteredBody(ESTATE[JOB]!, "name", "smoke") };
    const found = verdictsOfRule(bypassRules, "bypass-in-production", bodies, spec(prd));
    expect(found.map(({ message }) => message.split(";")[0])).toEqual([
      'template[0].template[0].containers[0].env[0]: "E2E_BYPASS_KEY" is a bypass name',
    ]);
  });
});

test.each<[rule: string, path: string, value: unknown]>([
  ["e2e-runner-once", `${TASK}.max_retries`, 20],
  ["e2e-runner-timeout", `${TASK}.timeout`, "900000s"],
])("%s is silent where run-job-bounds speaks, and speaks where that is waived: %s = %j", (rule, path, value) => {
  const rules = [...e2eRunnerRules, ...cloudRunJobRules];
  const waiver = { rule: "run-job-bounds", address: JOB, reason: "a trial", owner: "platform", expires: "2026-12-31" };
  const spoken = (environment: Environment) =>
    verdictsOf(rules, withJob(path, value), spec(environment)).map((found) => [found.rule, found.status]);
  expect(spoken(trial)).toEqual([["run-job-bounds", "violation"]]);
  const waived = spoken({ ...trial, waivers: [waiver] });
  expect(waived).toHaveLength(2);
  expect(waived).toEqual(
    expect.arrayContaining([
      ["run-job-bounds", "waived"],
      [rule, "violation"],
    ]),
  );
});

describe("rules of services that hold for jobs too", () => {
  const first = (id: string, bodies: Bodies) => verdictsOfRule(RULES, id, bodies, STAGING).map(({ status }) => status);

  test("the key has the version of the services", () => {
    expect(first("secret-shared-version", withJob(`${ENV}.0.value_source.secret_key_ref.version`, "7"))).toEqual([
      "violation",
    ]);
  });

  test("the runner's own account may read the key", () => {
    const { "google_secret_manager_secret_iam_member.runner": _, ...without } = ESTATE;
    expect(first("secret-accessor", without)).toEqual(["violation"]);
    expect(first("secret-accessor", withJob(`${TASK}.service_account`, ELSEWHERE))).toEqual(["unknown"]);
  });

  test("the key is the bypass secret, and no other", () => {
    const other = withJob(`${ENV}.0.value_source.secret_key_ref.secret`, "netra-trial-jwt-secret-key");
    expect(first("bypass-as-pinned-secret", other)).toEqual(["violation"]);
  });

  test("its tasks take addresses of the subnet", () => {
    const subnet = (cidr: string): Bodies => ({
      ...withJob("template.parallelism", 60),
      "google_compute_subnetwork.s": { name: "s", ip_cidr_range: cidr },
    });
    expect(verdictsOfRule(budgetRules, "budget-subnet-addresses", subnet("10.0.0.0/24"))).toEqual([]);
    const [found] = verdictsOfRule(budgetRules, "budget-subnet-addresses", subnet("10.0.0.0/26"));
    expect(found?.message).toContain("60 × 1 in blocks of 16: 64 = 64 found, at most 60 allowed");
    const open = alteredBody(subnet("10.0.0.0/24")[JOB]!, "template.parallelism", ELSEWHERE);
    expect(
      verdictsOfRule(budgetRules, "budget-subnet-addresses", { ...subnet("10.0.0.0/24"), [JOB]: open })[0]?.status,
    ).toBe("unknown");
  });
});
