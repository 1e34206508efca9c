import type { Environment } from "../../../environments/environment";
import { JOB_TEMPLATE } from "../../../google/hardened/cloud-run";
import { judgeHardened } from "../../core/hardened";
import { BYPASS_KEY_VARIABLE, MAX_TEST_RUN_SECONDS } from "../../../environments/end-to-end";
import { IMAGE_REPOSITORY } from "../../../environments/names";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../core/resource";
import { judgeValue, isOneOf, plainText } from "../../core/judge";
import { unknown, violation, type SpecRule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { RUN_JOB, RUN_SERVICE } from "../google/programs/cloud-run";
import { variablesAt } from "../google/programs/variable";
import { containersOf, templateOf } from "../google/programs/workloads";

/** The job that runs the end-to-end tests. */

const NAME = /(^|[^a-z])e2e([^a-z]|$)/i;
const TASK = "template[0].template[0]";

/** By its name, its image or, where neither is known, its address. */
const isRunner = (job: Resource): boolean =>
  [textAt(job, "name") ?? job.address, textAt(job, `${TASK}.containers[0].image`) ?? ""].some((text) =>
    NAME.test(text),
  );

const testRunners = (estate: Estate): readonly Resource[] => estate.ofType(RUN_JOB).filter(isRunner);

const forEveryRunner =
  (check: (runner: Resource, estate: Estate, environment: Environment) => readonly Verdict[]): SpecRule["check"] =>
  (estate, { environment }) =>
    environment.kind === "staging" ? testRunners(estate).flatMap((runner) => check(runner, estate, environment)) : [];

const inProduction: SpecRule = {
  id: "e2e-runner-in-production",
  kind: "exposed",
  severity: "critical",
  title: "No job runs end-to-end tests in production",
  why: "They sign in with the bypass key and write what tests write: among real users' data, under a key that production must not have.",
  fix: "remove the job; tests run against staging",
  waivable: false,
  check: (estate, { environment }) =>
    environment.kind === "production"
      ? testRunners(estate).map((runner) =>
          violation(runner, "name or image: a job of end-to-end tests found, none allowed"),
        )
      : [],
};

const once: SpecRule = {
  id: "e2e-runner-once",
  kind: "house",
  severity: "high",
  title: "A run of the end-to-end tests is one task, tried once",
  why: "A retry hides the failure of the first try and writes over its report; two tasks count every test twice.",
  fix: "set max_retries to 0, task_count and parallelism to 1",
  yieldsTo: ["run-job-bounds"],
  check: forEveryRunner((runner) => [
    ...judgeHardened(runner, JOB_TEMPLATE.maxRetries),
    // That both are declared is a matter of the rule "declared".
    ...judgeValue(runner, "template[0].task_count", isOneOf(1, undefined), "1"),
    ...judgeValue(runner, "template[0].parallelism", isOneOf(1, undefined), "1"),
  ]),
};

const image: SpecRule = {
  id: "e2e-runner-image",
  kind: "house",
  severity: "high",
  title: "The end-to-end tests' image is of the environment's own repository",
  why: "It is given the bypass key: an image from elsewhere is somebody else's code with the way in.",
  fix: `push the image to the repository ${IMAGE_REPOSITORY} of the environment's project`,
  check: forEveryRunner((runner, _, { project, region }) => {
    const repository = `${region}-docker.pkg.dev/${project}/${IMAGE_REPOSITORY}/`;
    return blockPaths(runner, containersOf(runner)).flatMap((container) =>
      judgeValue(
        runner,
        `${container}.image`,
        (value) => typeof value === "string" && value.startsWith(repository),
        `${repository}…`,
      ),
    );
  }),
};

const account: SpecRule = {
  id: "e2e-runner-account",
  kind: "exposed",
  severity: "high",
  title: "The end-to-end tests run as an account of their own",
  why: "As a service's account the tests could read its database password and signing key.",
  fix: "give the job its own account",
  check: forEveryRunner((runner, estate) => {
    const services = estate
      .ofType(RUN_SERVICE)
      .map((service) => textAt(service, `${templateOf(service)}.service_account`));
    return judgeValue(
      runner,
      `${TASK}.service_account`,
      (value) => value === undefined || !services.includes(plainText(value)),
      "an account that no service has",
    );
  }),
};

const key: SpecRule = {
  id: "e2e-runner-key",
  kind: "exposed",
  severity: "critical",
  title: "The end-to-end tests are given the bypass key",
  why: "Without it every test that signs in fails, and what fails is the set-up and not the product (the plan's missing key).",
  fix: `mount the bypass secret as ${BYPASS_KEY_VARIABLE}, in the version of the services`,
  check: forEveryRunner((runner) => {
    const open = blockPaths(runner, containersOf(runner)).find((path) => valueAt(runner, `${path}.env`) === UNKNOWN);
    if (open !== undefined) return [unknown(runner, `${open}.env`)];
    // In which form and version it is mounted is a matter of the secret rules.
    return variablesAt(runner).some(({ name }) => name === BYPASS_KEY_VARIABLE)
      ? []
      : [violation(runner, `${BYPASS_KEY_VARIABLE}: nothing found`)];
  }),
};

const egress: SpecRule = {
  id: "e2e-runner-egress",
  kind: "house",
  severity: "high",
  title: "The end-to-end tests reach private addresses directly, and everything else without the VPC",
  why: "Without VPC access they test another way than the services'; all traffic through a VPC without a NAT ends nowhere (incident 14).",
  fix: `declare network_interfaces, and egress as ${JOB_TEMPLATE.egress.value}`,
  check: forEveryRunner((runner) => {
    const path = `${TASK}.vpc_access[0]`;
    if (valueAt(runner, path) === UNKNOWN) return [unknown(runner, path)];
    return [
      ...judgeValue(runner, `${path}.network_interfaces[0]`, (value) => value !== undefined, "network_interfaces"),
      ...judgeHardened(runner, JOB_TEMPLATE.egress, undefined),
    ];
  }),
};

const timeout: SpecRule = {
  id: "e2e-runner-timeout",
  kind: "house",
  severity: "high",
  title: "A run of the end-to-end tests ends within an hour",
  why: "Nothing is deployed beside a run: one that hangs for a day keeps a repair out for a day.",
  fix: `set runner.timeoutSeconds to 1–${MAX_TEST_RUN_SECONDS}`,
  yieldsTo: ["run-job-bounds"],
  check: forEveryRunner((runner) =>
    judgeValue(
      runner,
      `${TASK}.timeout`,
      // That it is declared is a matter of the rule "declared".
      (value) => typeof value !== "string" || parseFloat(value) <= MAX_TEST_RUN_SECONDS,
      `"1s" to "${MAX_TEST_RUN_SECONDS}s"`,
    ),
  ),
};

export const e2eRunnerRules: readonly SpecRule[] = [inProduction, once, image, account, key, egress, timeout];
