import { UNKNOWN, isValues, type Resource, type Values } from "../../../core/resource";
import type { Estate } from "../../../core/estate";
import { forEachEntry, listOf, nameOf, sourceArgument } from "./variable-entry";
import { variableIndex } from "./variable-index";
import { RUN_SERVICE, WORKLOAD_TYPES, containersOf, workloads } from "./workloads";

/** A variable of a container. Its value never goes into a message: any of them may be a secret by mistake. */
export interface VariableAt {
  readonly name: string;
  /** Index of its container. */
  readonly container: number;
  readonly path: string;
  /** Text; undefined where it is a reference, unknown or unset. */
  readonly text: string | undefined;
  readonly isUnknown: boolean;
  /** `value_source[0].secret_key_ref[0]`, where the variable is a secret; `value_from` in version 1. */
  readonly secret: string | undefined;
}

/** A variable with the workload that has it. */
export type VariableOf = VariableAt & { readonly service: Resource };

function readVariables(service: Resource, isWanted: (entry: Values) => boolean): readonly VariableAt[] {
  const containers = containersOf(service);
  const variables: VariableAt[] = [];
  forEachEntry(service, (entry, container, position) => {
    if (isWanted(entry)) variables.push(variable(entry, containers, container, position));
  });
  return variables;
}

/** Variables whose name, or whose text where they have one, is wanted: only those are read. */
const variablesWhere = (service: Resource, isWanted: (name: string, text: string) => boolean): readonly VariableAt[] =>
  readVariables(service, (entry) => isWanted(nameOf(entry), typeof entry.value === "string" ? entry.value : ""));

/** Workloads of some types at some places, in the estate's order, each once. */
function workloadsAt(
  estate: Estate,
  types: readonly string[],
  ...places: readonly (readonly number[])[]
): readonly Resource[] {
  const all = workloads(estate);
  const wanted = [...new Set(places.flat())].sort((a, b) => a - b);
  return wanted.flatMap((place) => all[place] ?? []).filter(({ type }) => types.includes(type));
}

/** Variables that are secrets, with the workloads of some types that have them. */
export const secretVariablesOf = (estate: Estate, types: readonly string[]): readonly VariableOf[] =>
  workloadsAt(estate, types, variableIndex(estate).sourced).flatMap((service) =>
    variablesAt(service)
      .filter(({ secret }) => secret !== undefined)
      .map((variable) => ({ ...variable, service })),
  );

/** Workloads that may have a variable twice, or with two sources. */
export function doubtfulWorkloads(estate: Estate): readonly Resource[] {
  const { repeated, sourced } = variableIndex(estate);
  return workloadsAt(estate, WORKLOAD_TYPES, repeated, sourced);
}

/** Variables of all containers of a workload. */
export const variablesAt = (service: Resource): readonly VariableAt[] => readVariables(service, () => true);

type IsWanted = (name: string) => boolean;

/** The wanted ones among the names that stand anywhere. A name is asked once, however many workloads have it. */
const namesAmong = (estate: Estate, isWanted: IsWanted): ReadonlySet<string> =>
  new Set([...variableIndex(estate).names.keys()].filter(isWanted));

const placesOf = (estate: Estate, names: ReadonlySet<string>): readonly (readonly number[])[] =>
  [...names].map((name) => variableIndex(estate).names.get(name) ?? []);

/** Services, or workloads of other types, that have a variable of such a name. */
export const servicesWith = (
  estate: Estate,
  isWanted: IsWanted,
  types: readonly string[] = [RUN_SERVICE],
): readonly Resource[] => workloadsAt(estate, types, ...placesOf(estate, namesAmong(estate, isWanted)));

/** Variables of such a name, with the services, or workloads of other types, that have them. */
export function variablesNamed(
  estate: Estate,
  isWanted: IsWanted,
  types: readonly string[] = [RUN_SERVICE],
): readonly VariableOf[] {
  const names = namesAmong(estate, isWanted);
  return workloadsAt(estate, types, ...placesOf(estate, names)).flatMap((service) =>
    variablesWhere(service, (name) => names.has(name)).map((variable) => ({ ...variable, service })),
  );
}

/**
 * Variables by name and text, with their workloads. A variable is read where its text has a sign of `NOTABLE`, or where
 * its name alone says that it may be wanted.
 */
export function variablesLike(
  estate: Estate,
  isWanted: (name: string, text: string) => boolean,
  mayBeWanted: IsWanted = () => false,
): readonly VariableOf[] {
  const named = placesOf(estate, namesAmong(estate, mayBeWanted));
  return workloadsAt(estate, WORKLOAD_TYPES, variableIndex(estate).notable, ...named).flatMap((service) =>
    variablesWhere(service, isWanted).map((variable) => ({ ...variable, service })),
  );
}

/** Variables that tell how to keep sockets alive, in the words that teams use for them. */
const SOCKET_NAME = /^(WEB_?SOCKETS?|WS|SOCKET_?IO)_/;
/** Of those, variables of a client: where the sockets are. */
const SOCKET_ADDRESS = /_(URLS?|URIS?|HOSTS?|HOSTNAME|ORIGINS?|ENDPOINTS?|DOMAIN)$/;

/** Whether a variable of this name tells a service how to keep sockets alive. */
export const isSocketName = (name: string): boolean => SOCKET_NAME.test(name) && !SOCKET_ADDRESS.test(name);

/** The services, or workloads of other types, that serve sockets: they are told how to keep them alive. */
export const socketServices = (estate: Estate, types?: readonly string[]): readonly Resource[] =>
  servicesWith(estate, isSocketName, types);

/** Whether one service serves sockets; of many, {@link socketServices} tells sooner. */
export const isSocketService = (service: Resource): boolean =>
  readVariables(service, (entry) => isSocketName(nameOf(entry))).length > 0;

function variable(entry: Values, containers: string, container: number, position: number): VariableAt {
  const { value } = entry;
  const path = `${containers}[${container}].env[${position}]`;
  const argument = sourceArgument(entry);
  const [source] = listOf(entry[argument]);
  const isSecret =
    source === UNKNOWN ||
    entry[argument] === UNKNOWN ||
    (isValues(source) && listOf(source.secret_key_ref).length > 0) ||
    (isValues(source) && source.secret_key_ref === UNKNOWN);
  return {
    name: nameOf(entry),
    container,
    path,
    // A plan shows an unset value as "".
    text: typeof value === "string" && value !== "" ? value : undefined,
    isUnknown: value === UNKNOWN,
    secret: isSecret ? `${path}.${argument}[0].secret_key_ref[0]` : undefined,
  };
}
