import { MAX_CONCURRENCY, memoryRange } from "../../../google/cloud-run";
import { mebibytes, vcpus } from "../../../google/quantities";
import { blockPaths, numberAt, textAt, type Resource } from "../../core/resource";
import { isBetween, forEveryResource, judgeValue } from "../../core/judge";
import { violation, type Rule } from "../../core/rule";
import { RUN_SERVICE } from "./cloud-run";
import { socketServices } from "./variable";

const concurrency: Rule = {
  id: "run-concurrency",
  kind: "house",
  severity: "high",
  title: "Concurrency is declared",
  why: "It is also the number of sockets that one lost instance drops; Google documents two different defaults.",
  fix: "set concurrency to 1–1000",
  check: forEveryResource(RUN_SERVICE, (service) =>
    judgeValue(
      service,
      "template[0].max_instance_request_concurrency",
      isBetween(1, MAX_CONCURRENCY),
      `1 to ${MAX_CONCURRENCY}`,
    ),
  ),
};

const cpuAllocation: Rule = {
  id: "run-cpu-allocation",
  kind: "down",
  severity: "high",
  title: "CPU allocation is declared, and always on for a socket service",
  why: "Beside `resources` a missing cpu_idle means false; true stalls the pings and timers of open sockets between requests.",
  fix: "set cpuIdle: false on a socket service, true or false elsewhere",
  check: (estate) => {
    const sockets = new Set(socketServices(estate));
    return estate.ofType(RUN_SERVICE).flatMap((service) => {
      const socket = sockets.has(service);
      return blockPaths(service, "template[0].containers").flatMap((container) =>
        judgeValue(
          service,
          `${container}.resources[0].cpu_idle`,
          (value) => (socket ? value === false : typeof value === "boolean"),
          socket ? "false (a socket service)" : "true or false",
        ),
      );
    });
  },
};

const sizeOf = (service: Resource, container: string) => {
  const path = `${container}.resources[0].limits`;
  const text = (key: string) => textAt(service, `${path}.${key}`) ?? numberAt(service, `${path}.${key}`)?.toString();
  return { path, cpu: vcpus(text("cpu")), memory: mebibytes(text("memory")) };
};

const pair: Rule = {
  id: "run-cpu-memory-pair",
  kind: "refused",
  severity: "high",
  title: "CPU and memory are both declared and go together",
  why: "Google refuses other pairs at apply and the provider does not check; one limit alone never gives an empty plan.",
  fix: "declare both, in a pair that Cloud Run offers",
  check: forEveryResource(RUN_SERVICE, (service) =>
    blockPaths(service, "template[0].containers").flatMap((container) => {
      const { path, cpu, memory } = sizeOf(service, container);
      const declared = [
        ...judgeValue(service, `${path}.cpu`, (value) => value !== undefined, "a number of vCPUs"),
        ...judgeValue(service, `${path}.memory`, (value) => value !== undefined, "an amount such as 512Mi"),
      ];
      if (declared.length > 0) return declared;
      const range = cpu === undefined ? undefined : memoryRange(cpu);
      if (range && memory !== undefined && memory >= range[0] && memory <= range[1]) return [];
      // Fractions of a CPU are legal at concurrency 1 only.
      const concurrent = numberAt(service, "template[0].max_instance_request_concurrency") ?? 80;
      if (cpu !== undefined && cpu >= 0.08 && cpu < 1 && concurrent === 1) return [];
      const allowed = range ? `${range[0]}–${range[1]} MiB with ${cpu} vCPU` : "1, 2, 4, 6 or 8 vCPU";
      return [violation(service, `${path}: ${cpu ?? "?"} vCPU with ${memory ?? "?"} MiB found, ${allowed} allowed`)];
    }),
  ),
};

const floor: Rule = {
  id: "run-cpu-memory-floor",
  kind: "house",
  severity: "high",
  title: "A service has at least the CPU and memory it starts with",
  why: "After a cut to 1 CPU and 512 MiB a container missed its port within 240 s (incident 9).",
  fix: "raise cpu or memoryMiB, or lower the floor in environments/contract.ts with a reason",
  check: forEveryResource(RUN_SERVICE, (service, { spec }) => {
    const least = spec?.floors[textAt(service, "name") ?? ""];
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

export const cloudRunResourceRules: readonly Rule[] = [concurrency, cpuAllocation, pair, floor];
