import { DIRECT_VPC_MAX_PREFIX } from "../../google/cloud-run";
import { parseRange } from "../../google/ip-ranges";
import { RUN_REFUSALS } from "../../google/refusals/run";
import { invalidArgument, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asObject, asText } from "../core/json";
import { linkOf, targetName } from "../core/references";
import { accountName } from "../iam/policies";
import { isIngress } from "./containers";
import { containersOf } from "./container-rules";

/**
 * Refuses a variable that is reserved, and one that stands twice.
 *
 * @param beside - names that are reserved besides those of every container
 */
export function checkVariables(draft: Draft, beside: readonly string[] = []): Refusal | undefined {
  const containers = containersOf(draft);
  for (const [index, container] of containers.entries()) {
    const names = asList(container.env).map((variable) => asText(asObject(variable).name));
    const refusal = refuse(
      RUN_REFUSALS.variables,
      { names, beside, isSidecar: !isIngress(container, containers) },
      `template.containers[${index}].env`,
    );
    if (refusal !== undefined) return refusal;
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined)
      return invalidArgument(`template.containers[${index}].env: Duplicate variable name ${twice}.`);
  }
  return undefined;
}

/** A template has a connector or interfaces, and a subnetwork of /26 or larger. */
export function checkNetwork({ call: { store, params }, path, next }: Draft): Refusal | undefined {
  const access = asObject(asObject(next.template).vpcAccess);
  const interfaces = asList(access.networkInterfaces).map(asObject);
  const both = refuse(RUN_REFUSALS.oneWay, {
    hasConnector: access.connector !== undefined,
    interfaces: interfaces.length,
  });
  if (both !== undefined) return both;
  const small = interfaces
    .map(({ subnetwork }) => linkOf(asText(subnetwork), ".subnetwork", `run/${path}`))
    .map((link) => asText(store.get(targetName(store, link, params.project ?? ""))?.ipCidrRange))
    .find((range) => (parseRange(range)?.prefix ?? 0) > DIRECT_VPC_MAX_PREFIX);
  return small === undefined
    ? undefined
    : invalidArgument(
        `template.vpc_access: the subnetwork ${small} is smaller than /${DIRECT_VPC_MAX_PREFIX}, which direct VPC egress needs.`,
      );
}

/** The runtime account must exist. */
export function checkIdentity({ call, next }: Draft): Refusal | undefined {
  const { store } = call;
  const account = asText(asObject(next.template).serviceAccount);
  const [, project = ""] = /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(account) ?? [];
  if (project === "") return undefined;
  return store.get(accountName(project, account)) === undefined
    ? invalidArgument(`template.service_account: Service account ${account} does not exist.`)
    : undefined;
}
