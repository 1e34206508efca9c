import { cloudRunRules } from "../../policy/packs/google/programs/cloud-run";
import { cloudRunJobRules } from "../../policy/packs/google/programs/cloud-run-jobs";
import { cloudRunRules as ourCloudRunRules } from "../../policy/packs/netra/cloud-run";
import { secretRules } from "../../policy/packs/google/secrets/secrets";
import { verdictsOf, verdictsOfRule } from "../support/resource";
import { describeArea, ELSEWHERE, type Bodies } from "../support/area";

const JOB = "google_cloud_run_v2_job.migrate";
const SERVICE = "google_cloud_run_v2_service.web";

const container = {
  image: "r/migrate:1.2.3",
  volume_mounts: [{ name: "cloudsql", mount_path: "/cloudsql" }],
};
const VOLUMES = [{ name: "cloudsql", cloud_sql_instance: { instances: ["p:r:i"] } }];

const ESTATE: Bodies = {
  [JOB]: {
    deletion_protection: true,
    template: {
      template: {
        max_retries: 3,
        timeout: "3600s",
        service_account: "migrate@p.iam.gserviceaccount.com",
        volumes: VOLUMES,
        containers: [container],
      },
    },
  },
  [SERVICE]: { template: { volumes: VOLUMES, containers: [container] } },
};

const inTask = (argument: string): string => `template.template.${argument}`;

describeArea({
  rules: cloudRunJobRules,
  estate: ESTATE,
  broken: [
    ["run-job-bounds", JOB, inTask("max_retries"), 20, "20 found, 0 to 10"],
    ["run-job-bounds", JOB, inTask("timeout"), "900000s", '"900000s" found'],
    ["run-job-bounds", JOB, "template.task_count", 10_001, "10001 found, 1 to 10000"],
    ["run-job-bounds", JOB, "template.task_count", 0, "0 found"],
    ["run-job-bounds", JOB, "template.parallelism", 2, "2 found, at most task_count"],
    ["run-job-bounds", JOB, inTask("timeout"), "0s", '"0s" found'],
    ["run-job-bounds", JOB, inTask("timeout"), "3600", '"3600" found'],
    ["run-job-bounds", JOB, inTask("max_retries"), "3s", '"3s" found'],
    ["run-volume-mounts", JOB, inTask("volumes"), [], "no volume of that name"],
    ["run-volume-mounts", SERVICE, "template.containers.0.volume_mounts.0.name", "uploads", "no volume of that name"],
    ["run-domain-mapping", "google_cloud_run_domain_mapping.m", "name", "chat.example", "a domain mapping found"],
  ],
  held: [
    [JOB, inTask("max_retries"), 0],
    [JOB, inTask("timeout"), undefined],
    [JOB, inTask("timeout"), "604800s"],
    [JOB, "template.task_count", 10_000],
    [JOB, "template.parallelism", 0],
    [JOB, "template", { ...(ESTATE[JOB] as { template: object }).template, task_count: 4, parallelism: 2 }],
  ],
  unknown: [
    ["run-job-bounds", JOB, inTask("max_retries")],
    ["run-job-bounds", JOB, "template.task_count"],
    ["run-job-bounds", JOB, "template.parallelism"],
    ["run-volume-mounts", SERVICE, "template.volumes"],
    ["run-volume-mounts", SERVICE, "template.containers.0.volume_mounts.0.name"],
  ],
});

test("a job's image, account and variables are judged like a service's", () => {
  const job = (task: object): Bodies => ({ [JOB]: { template: { template: task } } });
  const good = { service_account: "a@p.iam.gserviceaccount.com", containers: [container] };
  expect(verdictsOf(cloudRunRules, job(good))).toEqual([]);
  expect(
    verdictsOfRule(cloudRunRules, "run-image-tag", job({ ...good, containers: [{ image: "r/m:latest" }] })),
  ).toHaveLength(1);
  expect(
    verdictsOfRule(cloudRunRules, "run-service-account", job({ ...good, service_account: undefined })),
  ).toHaveLength(1);
  expect(
    verdictsOfRule(cloudRunRules, "run-service-account", job({ ...good, service_account: ELSEWHERE }))[0]?.status,
  ).toBe("unknown");
  const variable = { ...container, env: [{ name: "PGPASSWORD", value: "x" }] };
  expect(verdictsOfRule(secretRules, "env-plain-secret", job({ ...good, containers: [variable] }))).toHaveLength(1);
});

test.each([
  [true, []],
  [undefined, []],
  [false, ["violation"]],
  [ELSEWHERE, ["unknown"]],
])("run-job-deletion-protection of deletion_protection = %j", (value, statuses) => {
  const found = verdictsOfRule(ourCloudRunRules, "run-job-deletion-protection", {
    [JOB]: { deletion_protection: value },
  });
  expect(found.map(({ status }) => status)).toEqual(statuses);
});

test("a job may run as the service whose work it does", () => {
  const service_account = "web@p.iam.gserviceaccount.com";
  const found = verdictsOfRule(cloudRunRules, "run-service-account", {
    [SERVICE]: { template: { service_account, containers: [] } },
    [JOB]: { template: { template: { service_account, containers: [] } } },
  });
  expect(found).toEqual([]);
});
