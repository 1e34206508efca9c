import { invalid, type Refusal } from "../answer";
import type { Draft } from "../collection";
import { asList, asObject, asText, asShown } from "../json";
import { checkProbes } from "./run-probes";
import { checkResources } from "./run-resources";
import { accountName } from "../iam-members";
import { containersOf } from "../run-containers";
import { prefixOf } from "../ranges";
import { targetName } from "../references";

/** What Cloud Run asks of a service. */
export const checkService = (draft: Draft): Refusal | undefined =>
  CHECKS.map((check) => check(draft)).find((refusal) => refusal !== undefined);

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

function checkTraffic({ next }: Draft): Refusal | undefined {
  const sum = asList(next.traffic).reduce<number>((total, target) => total + Number(asObject(target).percent ?? 0), 0);
  return sum === 100 ? undefined : invalid(`traffic: The sum of percentages is ${sum}, must be 100.`);
}

function checkNetwork({ call: { store, params }, next }: Draft): Refusal | undefined {
  const access = asObject(asObject(next.template).vpcAccess);
  const interfaces = asList(access.networkInterfaces).map(asObject);
  if (access.connector !== undefined && interfaces.length > 0) {
    return invalid("template.vpc_access: connector and network_interfaces cannot be set together.");
  }
  const small = interfaces
    .map(({ subnetwork }) =>
      asText(store.get(targetName(store, asText(subnetwork), params.project ?? ""))?.ipCidrRange),
    )
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
  return store.get(accountName(project, account)) === undefined
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
