import { LOAD_BALANCING_REFUSALS as REFUSALS } from "../../google/refusals/load-balancing";
import { firstRefusal, invalidArgument, notServed, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asObject, asText, valueText, type Json, type JsonObject } from "../core/json";
import { targetName } from "../core/references";

const fieldText = (name: string): string => `Invalid value for field 'resource.${name}'`;

const fieldRefusal = (name: string, problem: string): Refusal => invalidArgument(`${fieldText(name)}: ${problem}`);

/** Endpoint groups of a region, by their type: what each must have. The texts are ours but for those of Cloud Run. */
const GROUPS: ReadonlyMap<string, (group: JsonObject) => Refusal | undefined> = new Map([
  ["SERVERLESS", checkServerlessGroup],
  ["PRIVATE_SERVICE_CONNECT", ({ pscTargetService }) => checkPresence("pscTargetService", pscTargetService)],
  ["INTERNET_IP_PORT", ({ network }) => checkPresence("network", network)],
  ["INTERNET_FQDN_PORT", ({ network }) => checkPresence("network", network)],
]);

/** What an endpoint group names need not exist, but for its network. */
export function checkEndpointGroup({ next }: Draft): Refusal | undefined {
  const type = asText(next.networkEndpointType);
  const check = GROUPS.get(type);
  return check === undefined
    ? notServed(`${type}: the sandbox serves groups of ${[...GROUPS.keys()].join(", ")}.`)
    : check(next);
}

const checkPresence = (name: string, value: Json | undefined): Refusal | undefined =>
  asText(value) === "" ? fieldRefusal(name, "''. It must be specified for this type.") : undefined;

/** The platforms of a serverless group, and the member that names what runs there. App Engine has a default. */
const PLATFORMS = { cloudRun: "service", cloudFunction: "function", appEngine: undefined } as const;

function checkServerlessGroup(group: JsonObject): Refusal | undefined {
  const given = Object.entries(PLATFORMS).filter(([platform]) => group[platform] !== undefined);
  const [[platform, member] = ["cloudRun", "service"]] = given;
  if (given.length > 1) return fieldRefusal(platform, "''. Only one platform can be specified.");
  const { [member ?? ""]: named, urlMask } = asObject(group[platform]);
  return member === undefined || named !== undefined || urlMask !== undefined
    ? undefined
    : fieldRefusal(platform, `''. Either ${member} or urlMask must be specified.`);
}

/** The limits of a backend service with serverless backends. */
export function checkBackendService(draft: Draft): Refusal | undefined {
  const { next } = draft;
  const groups = asList(next.backends).map((backend) => asText(asObject(backend).group));
  const serverless = groups.filter((group) => isServerless(draft, group));
  const refusal = checkDraining(next);
  if (refusal !== undefined || serverless.length === 0) return refusal;
  return firstRefusal(SERVERLESS.map((rule) => rule(next))) ?? checkMixture(groups, serverless);
}

function checkDraining({ connectionDraining }: JsonObject): Refusal | undefined {
  const { drainingTimeoutSec } = asObject(connectionDraining);
  return typeof drainingTimeoutSec === "number"
    ? refuse(REFUSALS.draining, { seconds: drainingTimeoutSec }, fieldText("connectionDraining.drainingTimeoutSec"))
    : undefined;
}

function isServerless({ call }: Draft, group: string): boolean {
  const endpointGroup = call.store.get(targetName(call.store, group, call.params.project ?? ""));
  return endpointGroup?.networkEndpointType === "SERVERLESS";
}

function checkMixture(groups: readonly string[], serverless: readonly string[]): Refusal | undefined {
  const regions = groups.map((group) => /\/regions\/([^/]+)\//.exec(group)?.[1]);
  const counts = { groups: groups.length, serverless: serverless.length };
  return (
    refuse(REFUSALS.serverlessMixed, counts, fieldText("backends")) ??
    refuse(REFUSALS.serverlessRegions, { regions }, fieldText("backends"))
  );
}

/** The texts are Google's own, from public reports. Google accepts an explicit 30 seconds. */
const SERVERLESS: readonly ((service: JsonObject) => Refusal | undefined)[] = [
  ({ timeoutSec }) =>
    timeoutSec === 30
      ? undefined
      : fieldRefusal(
          "timeoutSec",
          `'${valueText(timeoutSec)}'. Timeout sec is not supported for a backend service with Serverless network endpoint groups.`,
        ),
  ({ healthChecks }) =>
    asList(healthChecks).length === 0
      ? undefined
      : fieldRefusal(
          "healthChecks",
          "''. A backend service cannot have a healthcheck with Serverless network endpoint group backends.",
        ),
  ({ portName }) =>
    portName === undefined || portName === "http"
      ? undefined
      : fieldRefusal(
          "portName",
          `'${asText(portName)}'. Port name is not supported for a backend service with Serverless network endpoint groups.`,
        ),
];
