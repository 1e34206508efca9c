import { MAX_CONCURRENCY } from "../../../google/cloud-run";
import { attributeCheck, forEveryDeclared, forEveryResource, judgeValue } from "../../core/judge";
import { blockPaths, textAt } from "../../core/resource";
import { violation, type SpecRule } from "../../core/rule";
import { RUN_SERVICE, isUnsetCount } from "../google/programs/cloud-run";
import { sizeOf } from "../google/programs/cloud-run-resources";
import { isSocketService } from "../google/programs/variable";

const concurrency: SpecRule = {
  id: "run-concurrency-declared",
  kind: "house",
  severity: "high",
  title: "Concurrency is declared",
  why: "It is also the number of sockets that one lost instance drops; Google documents two different defaults.",
  fix: `set concurrency to 1–${MAX_CONCURRENCY}`,
  yieldsTo: ["run-concurrency"],
  check: attributeCheck(
    RUN_SERVICE,
    "template[0].max_instance_request_concurrency",
    (value) => !isUnsetCount(value),
    `1 to ${MAX_CONCURRENCY}`,
  ),
};

const cpuAllocation: SpecRule = {
  id: "run-cpu-allocation-declared",
  kind: "house",
  severity: "high",
  title: "CPU allocation is declared",
  why: "Beside `resources` a missing cpu_idle means false, and without that block it means true: a change by hand is invisible.",
  fix: "set cpuIdle: false on a socket service, true or false elsewhere",
  yieldsTo: ["run-cpu-allocation"],
  check: forEveryResource(RUN_SERVICE, (service) =>
    blockPaths(service, "template[0].containers").flatMap((container) =>
      judgeValue(
        service,
        `${container}.resources[0].cpu_idle`,
        (value) => typeof value === "boolean",
        isSocketService(service) ? "false (a socket service)" : "true or false",
      ),
    ),
  ),
};

const size: SpecRule = {
  id: "run-cpu-memory-declared",
  kind: "house",
  severity: "high",
  title: "CPU and memory are both declared",
  why: "One limit alone never gives an empty plan.",
  fix: "declare both, in a pair that Cloud Run offers",
  yieldsTo: ["run-cpu-memory-pair"],
  check: forEveryResource(RUN_SERVICE, (service) =>
    blockPaths(service, "template[0].containers").flatMap((container) => {
      const limits = `${container}.resources[0].limits`;
      return [
        ...judgeValue(service, `${limits}.cpu`, (value) => value !== undefined, "a number of vCPUs"),
        ...judgeValue(service, `${limits}.memory`, (value) => value !== undefined, "an amount such as 512Mi"),
      ];
    }),
  ),
};

const floor: SpecRule = {
  id: "run-cpu-memory-floor",
  kind: "house",
  severity: "high",
  title: "A service has at least the CPU and memory it starts with",
  why: "After a cut to 1 CPU and 512 MiB a container missed its port within 240 s (incident 9).",
  fix: "raise cpu or memoryMiB, or lower the floor in environments/contract.ts with a reason",
  check: forEveryDeclared(RUN_SERVICE, (service, { floors }) => {
    const least = floors[textAt(service, "name") ?? ""];
    if (!least) return [];
    const { path, cpu, memory } = sizeOf(service, "template[0].containers[0]");
    if (cpu === undefined || memory === undefined) return [];
    if (cpu >= least.cpu && memory >= least.memoryMiB) return [];
    return [
      violation(
        service,
        `${path}: ${cpu} vCPU with ${memory} MiB found, at least ${least.cpu} vCPU with ${least.memoryMiB} MiB allowed`,
      ),
    ];
  }),
};

/** The size of our services, all of it declared. */
export const cloudRunResourceRules: readonly SpecRule[] = [concurrency, cpuAllocation, size, floor];
