import { MAX_TASK_RETRIES, MAX_TASK_SECONDS } from "../../../../google/cloud-run";
import { JOB_REFUSALS } from "../../../../google/refusals/jobs";
import type { RefusalRow } from "../../../../google/refusals/row";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, judgeValue, numberOf, secondsOf, type Known } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { RUN_JOB } from "./cloud-run";
import { containersOf, templateOf, workloads } from "./workloads";

/** Judges a value that a row of Google's refusals takes; where nothing is declared Google's default counts, which it takes. */
const judgeBound = <G>(
  job: Resource,
  path: string,
  row: RefusalRow<G>,
  given: (value: Known) => G,
): readonly Verdict[] =>
  judgeValue(job, path, (value) => value === undefined || row.accepts(given(value)), row.allowed);

/** Tasks at once, where both numbers are known. */
function judgeParallelism(job: Resource): readonly Verdict[] {
  const [path, tasks] = ["template[0].parallelism", numberAt(job, "template[0].task_count") ?? 1];
  if (valueAt(job, "template[0].task_count") === UNKNOWN) return [];
  return judgeBound(job, path, JOB_REFUSALS.parallelism, (value) => ({ atOnce: numberOf(value), tasks, given: "" }));
}

const bounds: Rule = {
  id: "run-job-bounds",
  kind: "refused",
  severity: "high",
  title: "A job's tasks, their number at once, retries and timeout are within Google's bounds",
  why: "Google refuses others at apply, and the provider does not check.",
  fix: `set max_retries to 0–${MAX_TASK_RETRIES}, timeout to at most ${MAX_TASK_SECONDS}s, and parallelism to at most task_count`,
  source: JOB_REFUSALS.timeout.source,
  check: forEveryResource(RUN_JOB, (job) => {
    const template = "template[0].template[0]";
    return [
      ...judgeBound(job, "template[0].task_count", JOB_REFUSALS.tasks, (value) => ({
        tasks: numberOf(value),
        given: "",
      })),
      ...judgeParallelism(job),
      ...judgeBound(job, `${template}.max_retries`, JOB_REFUSALS.retries, (value) => ({
        retries: numberOf(value),
        given: "",
      })),
      ...judgeBound(job, `${template}.timeout`, JOB_REFUSALS.timeout, (value) => ({
        seconds: secondsOf(value),
        given: "",
      })),
    ];
  }),
};

const mounts: Rule = {
  id: "run-volume-mounts",
  kind: "refused",
  severity: "high",
  title: "Every mount names a volume of its template",
  why: "Google refuses a revision whose mount has no volume at apply; the provider does not compare the two.",
  fix: "declare the volume, or correct the mount's name",
  check: (estate) =>
    workloads(estate).flatMap((service) => {
      const mounted = blockPaths(service, containersOf(service)).flatMap((container) =>
        blockPaths(service, `${container}.volume_mounts`).map((mount) => `${mount}.name`),
      );
      if (mounted.length === 0) return [];
      const around = `${templateOf(service)}.volumes`;
      const volumes = blockPaths(service, around).map((volume) => `${volume}.name`);
      const open = [around, ...volumes].find((path) => valueAt(service, path) === UNKNOWN);
      const names = volumes.map((path) => textAt(service, path));
      return mounted
        .filter((path) => !names.includes(textAt(service, path)))
        .map((path) =>
          open !== undefined || valueAt(service, path) === UNKNOWN
            ? unknown(service, open ?? path)
            : violation(service, `${path}: no volume of that name found, a declared one allowed`),
        );
    }),
};

const domainMapping: Rule = {
  id: "run-domain-mapping",
  kind: "exposed",
  severity: "high",
  title: "No host is mapped past the load balancer",
  why: "A domain mapping leads to the service without Cloud Armor, its log or its TLS policy, and only with ingress open to all.",
  fix: "route the host through the load balancer and remove the mapping",
  source: "https://cloud.google.com/run/docs/mapping-custom-domains",
  check: (estate) =>
    estate
      .ofType("google_cloud_run_domain_mapping")
      .map((mapping) => violation(mapping, "a domain mapping found, a route of the load balancer allowed")),
};

export const cloudRunJobRules: readonly Rule[] = [bounds, mounts, domainMapping];
