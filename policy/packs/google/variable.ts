import { UNKNOWN, isValues, type Resource, type Values } from "../../core/resource";
import { ofType, type Estate } from "../../core/rule";
import { forEachEntry, listOf, nameOf, sourceArgument } from "./variable-entry";
import { variableIndex } from "./variable-index";
import { RUN_SERVICE, containersOf } from "./workloads";

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

const NONE: readonly VariableAt[] = [];

const knownSecrets = new WeakMap<Resource, readonly VariableAt[]>();

/** Variables that are secrets; read once, because four rules ask. */
function secretsAt(service: Resource): readonly VariableAt[] {
  const known = knownSecrets.get(service);
  if (known) return known;
  const secrets = readVariables(service, (entry) => {
    const source = entry[sourceArgument(entry)];
    return source === UNKNOWN || listOf(source).length > 0;
  }).filter(({ secret }) => secret !== undefined);
  knownSecrets.set(service, secrets.length > 0 ? secrets : NONE);
  return secrets;
}

/** Resources at some places of a list, in its order, each once. */
const at = (services: readonly Resource[], ...places: readonly (readonly number[])[]): readonly Resource[] => {
  const lists = places.filter((list) => list.length > 0);
  const [only = [], ...others] = lists;
  const wanted = others.length === 0 ? only : [...new Set(lists.flat())].sort((a, b) => a - b);
  return wanted.flatMap((place) => services[place] ?? []);
};

/** Variables that are secrets, with their services. */
export const secretsIn = (services: readonly Resource[]): readonly VariableOf[] =>
  at(services, variableIndex(services).sourced).flatMap((service) =>
    secretsAt(service).map((secret) => ({ ...secret, service })),
  );

/** Services that may have a variable twice, or with two sources. */
export function doubtful(services: readonly Resource[]): readonly Resource[] {
  const { repeated, sourced } = variableIndex(services);
  return at(services, repeated, sourced);
}

const known = new WeakMap<Resource, readonly VariableAt[]>();

/** Variables of all containers of a workload; read once, because thirty rules ask. */
export function variablesAt(service: Resource): readonly VariableAt[] {
  const variables = known.get(service) ?? readVariables(service, () => true);
  known.set(service, variables);
  return variables;
}

type IsWanted = (name: string) => boolean;

/** The wanted ones among the names that stand anywhere. A name is asked once, however many services have it. */
const namesAmong = (services: readonly Resource[], isWanted: IsWanted): ReadonlySet<string> =>
  new Set([...variableIndex(services).names.keys()].filter(isWanted));

const placesOf = (services: readonly Resource[], names: ReadonlySet<string>): readonly (readonly number[])[] =>
  [...names].map((name) => variableIndex(services).names.get(name) ?? []);

/** Services, or others, that have a variable of such a name. */
export const servicesWith = (
  estate: Pick<Estate, "resources">,
  isWanted: IsWanted,
  services: readonly Resource[] = ofType(estate, RUN_SERVICE),
): readonly Resource[] => at(services, ...placesOf(services, namesAmong(services, isWanted)));

/** Variables of such a name, with their services. */
export function variablesNamed(
  estate: Pick<Estate, "resources">,
  isWanted: IsWanted,
  services: readonly Resource[] = ofType(estate, RUN_SERVICE),
): readonly VariableOf[] {
  const names = namesAmong(services, isWanted);
  return at(services, ...placesOf(services, names)).flatMap((service) =>
    variablesWhere(service, (name) => names.has(name)).map((variable) => ({ ...variable, service })),
  );
}

/**
 * Variables by name and text, with their services. Of the texts only those are asked that have a sign of `NOTABLE`,
 * where the name alone does not say that they may be wanted.
 */
export function variablesLike(
  services: readonly Resource[],
  isWanted: (name: string, text: string) => boolean,
  mayBeWanted: IsWanted = () => false,
): readonly VariableOf[] {
  const names = namesAmong(services, mayBeWanted);
  return at(services, variableIndex(services).notable, ...placesOf(services, names)).flatMap((service) =>
    variablesWhere(service, isWanted).map((variable) => ({ ...variable, service })),
  );
}

/** Variables that tell how to keep sockets alive, in the words that teams use for them. */
const SOCKET_NAME = /^(WEB_?SOCKETS?|WS|SOCKET_?IO)_/;
/** Of those, variables of a client: where the sockets are. */
const SOCKET_ADDRESS = /_(URLS?|URIS?|HOSTS?|HOSTNAME|ORIGINS?|ENDPOINTS?|DOMAIN)$/;

/** Whether a variable of this name tells a service how to keep sockets alive. */
export const isSocketName = (name: string): boolean => SOCKET_NAME.test(name) && !SOCKET_ADDRESS.test(name);

/** The services that serve sockets: they are told how to keep them alive. */
export const socketServices = (
  estate: Pick<Estate, "resources">,
  services: readonly Resource[] = ofType(estate, RUN_SERVICE),
): readonly Resource[] => servicesWith(estate, isSocketName, services);

/** Whether one service serves sockets; of many, {@link socketServices} tells sooner. */
export const isSocketService = (service: Resource): boolean =>
  readVariables(service, (entry) => isSocketName(nameOf(entry))).length > 0;

const paths = new Map<string, string[][]>();

/** `template[0].containers[0].env[3]`; kept, because every service has one. */
function pathOf(containers: string, container: number, position: number): string {
  const known = paths.get(containers) ?? [];
  paths.set(containers, known);
  return ((known[container] ??= [])[position] ??= `${containers}[${container}].env[${position}]`);
}

function variable(entry: Values, containers: string, container: number, position: number): VariableAt {
  const { value } = entry;
  const path = pathOf(containers, container, position);
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
