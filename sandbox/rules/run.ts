import { invalid, type Refusal } from "../answer";
import type { Draft } from "../collection";
import { asList, asObject, asText, type JsonObject, asShown } from "../json";
import { partialLink } from "../paths";
import { prefixOf } from "../ranges";

/** What Cloud Run asks of a service. */
export const checkService = (draft: Draft): Refusal | undefined =>
  CHECKS.map((check) => check(draft)).find((refusal) => refusal !== undefined);

const containersOf = ({ next }: Draft): readonly JsonObject[] =>
  asList(asObject(next.template).containers).map(asObject);

/** Variables that Cloud Run sets itself. */
const RESERVED = ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"];

function checkName({ id }: Draft): Refusal | undefined {
  return /^[a-z](?:[-a-z0-9]{0,47}[a-z0-9])?$/.test(id)
    ? undefined
    : invalid(`Invalid service name '${id}': lower case letters, digits and hyphens, at most 49 characters.`);
}

function checkVariables(draft: Draft): Refusal | undefined {
  for (const [index, container] of containersOf(draft).entries()) {
    const names = asList(container.env).map((variable) => asText(asObject(variable).name));
    const reserved = names.filter((name) => RESERVED.includes(name));
    if (reserved.length > 0) {
      return invalid(
        `template.containers[${index}].env: The following reserved env names were provided: ${reserved.join(", ")}. These values are automatically set by the system.`,
      );
    }
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) return invalid(`template.containers[${index}].env: Duplicate variable name ${twice}.`);
  }
  return undefined;
}

function checkScaling({ next }: Draft): Refusal | undefined {
  const { minInstanceCount, maxInstanceCount } = asObject(asObject(next.template).scaling);
  const [least, most] = [Number(minInstanceCount ?? 0), Number(maxInstanceCount ?? 100)];
  return least > most
    ? invalid(`template.scaling.max_instance_count: Max instances ${most} is lower than min instances ${least}.`)
    : undefined;
}

function checkTimeout({ next }: Draft): Refusal | undefined {
  const { timeout, maxInstanceRequestConcurrency: concurrency } = asObject(next.template);
  const seconds = Number(asText(timeout).replace(/s$/, ""));
  if (!(seconds > 0 && seconds <= 3600)) {
    return invalid(`template.timeout: must be between 1s and 3600s, found ${asText(timeout)}.`);
  }
  return Number(concurrency) >= 1 && Number(concurrency) <= 1000
    ? undefined
    : invalid(`template.max_instance_request_concurrency: must be between 1 and 1000, found ${asShown(concurrency)}.`);
}

/** Memory in MiB of a quantity such as 512Mi or 2Gi. */
function mebibytes(quantity: string): number {
  const [, amount = "", unit = ""] = /^([\d.]+)(Mi|Gi)$/.exec(quantity) ?? [];
  return Number(amount) * (unit === "Gi" ? 1024 : 1);
}

const cpus = (quantity: string): number =>
  quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);

function checkResources(draft: Draft): Refusal | undefined {
  const concurrency = Number(asObject(draft.next.template).maxInstanceRequestConcurrency);
  for (const container of containersOf(draft)) {
    const { cpu, memory } = asObject(asObject(container.resources).limits);
    const [cores, megabytes] = [cpus(asText(cpu) || "1"), mebibytes(asText(memory) || "512Mi")];
    const least = cores >= 8 ? 4096 : cores >= 4 ? 2048 : 128;
    if (!(megabytes >= least)) {
      return invalid(
        `resources.limits.memory: ${asText(memory)} is too low for ${asText(cpu)} CPU; at least ${least}Mi.`,
      );
    }
    if (cores < 1 && concurrency > 1) {
      return invalid(
        `resources.limits.cpu: total CPU < 1 is not supported with concurrency > 1, found ${asText(cpu)}.`,
      );
    }
  }
  return undefined;
}

function checkTraffic({ next }: Draft): Refusal | undefined {
  const sum = asList(next.traffic).reduce<number>((total, target) => total + Number(asObject(target).percent ?? 0), 0);
  return sum === 100 ? undefined : invalid(`traffic: The sum of percentages is ${sum}, must be 100.`);
}

function checkProbes(draft: Draft): Refusal | undefined {
  for (const container of containersOf(draft)) {
    if (asObject(container.livenessProbe).tcpSocket !== undefined) {
      return invalid("liveness_probe: tcp_socket is not supported; use http_get or grpc.");
    }
    for (const kind of ["startupProbe", "livenessProbe"] as const) {
      const refusal = checkProbe(kind, asObject(container[kind]));
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}

function checkProbe(kind: string, probe: JsonObject): Refusal | undefined {
  const { periodSeconds, timeoutSeconds, failureThreshold } = probe;
  if (Object.keys(probe).length === 0) return undefined;
  const [period, timeout, failures] = [Number(periodSeconds), Number(timeoutSeconds), Number(failureThreshold)];
  if (timeout > period) return invalid(`${kind}: timeout_seconds ${timeout} is greater than period_seconds ${period}.`);
  return kind === "startupProbe" && period * failures > 240
    ? invalid(`${kind}: failure_threshold × period_seconds is ${period * failures}, must be at most 240.`)
    : undefined;
}

function checkNetwork({ call: { store }, next }: Draft): Refusal | undefined {
  const access = asObject(asObject(next.template).vpcAccess);
  const interfaces = asList(access.networkInterfaces).map(asObject);
  if (access.connector !== undefined && interfaces.length > 0) {
    return invalid("template.vpc_access: connector and network_interfaces cannot be set together.");
  }
  const small = interfaces
    .map(({ subnetwork }) => asText(store.get(`compute/${partialLink(asText(subnetwork))}`)?.ipCidrRange))
    .find((range) => range !== "" && prefixOf(range) > 26);
  return small === undefined
    ? undefined
    : invalid(`template.vpc_access: the subnetwork ${small} is smaller than /26, which direct VPC egress needs.`);
}

/** The runtime account must exist. */
function checkIdentity({ call, next }: Draft): Refusal | undefined {
  const { store } = call;
  const account = asText(asObject(next.template).serviceAccount);
  const [, project = ""] = /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(account) ?? [];
  if (project === "") return undefined;
  return store.get(`iam/projects/${project}/serviceAccounts/${account}`) === undefined
    ? invalid(`template.service_account: Service account ${account} does not exist.`)
    : undefined;
}

const CHECKS: readonly ((draft: Draft) => Refusal | undefined)[] = [
  checkName,
  checkVariables,
  checkScaling,
  checkTimeout,
  checkResources,
  checkTraffic,
  checkProbes,
  checkNetwork,
  checkIdentity,
];
