import { lookup } from "../lookup";
import { UNKNOWN, isValues, valueAt, type Resource, type Value, type Values } from "../resource";
import { ofType, type Estate } from "../rule";
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

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

/** Walks the blocks themselves: a path for each argument of each variable would be most of a review's time. */
function forEachEntry(service: Resource, visit: (entry: Values, container: number, position: number) => void): void {
  listOf(valueAt(service, containersOf(service))).forEach((container, index) => {
    listOf(isValues(container) ? container.env : undefined).forEach((entry, position) => {
      if (isValues(entry)) visit(entry, index, position);
    });
  });
}

const nameOf = ({ name }: Values): string => (typeof name === "string" ? name : "");

/** Names alone; what they stand for takes ten times as long to read. */
function namesOf(service: Resource): readonly string[] {
  const names: string[] = [];
  forEachEntry(service, (entry) => names.push(nameOf(entry)));
  return names;
}

function readVariables(service: Resource, isWanted: (entry: Values) => boolean): readonly VariableAt[] {
  const containers = containersOf(service);
  const variables: VariableAt[] = [];
  forEachEntry(service, (entry, container, position) => {
    if (isWanted(entry)) variables.push(variable(entry, containers, container, position));
  });
  return variables;
}

/** Variables whose name, or whose text where they have one, is wanted: only those are read. */
export const variablesWhere = (
  service: Resource,
  isWanted: (name: string, text: string) => boolean,
): readonly VariableAt[] =>
  readVariables(service, (entry) => isWanted(nameOf(entry), typeof entry.value === "string" ? entry.value : ""));

const NONE: readonly VariableAt[] = [];

/** The argument that a variable takes its value from elsewhere by; version 1 has another word for it. */
const sourceArgument = (entry: Values): "value_from" | "value_source" =>
  "value_from" in entry ? "value_from" : "value_source";

const readSecrets = (service: Resource): readonly VariableAt[] =>
  readVariables(service, (entry) => {
    const source = entry[sourceArgument(entry)];
    return source === UNKNOWN || listOf(source).length > 0;
  }).filter(({ secret }) => secret !== undefined);

const knownSecrets = new WeakMap<Resource, readonly VariableAt[]>();

/** Variables that are secrets; read once, because four rules ask. */
export function secretsAt(service: Resource): readonly VariableAt[] {
  const known = knownSecrets.get(service);
  if (known) return known;
  const secrets = readSecrets(service);
  knownSecrets.set(service, secrets.length > 0 ? secrets : NONE);
  return secrets;
}

/** Whether every variable stands once in its container. */
export function areDistinct(service: Resource): boolean {
  const names = new Set<string>();
  let [last, isDistinct] = [0, true];
  forEachEntry(service, (entry, container) => {
    if (container !== last) names.clear();
    last = container;
    const { size } = names;
    isDistinct = names.add(nameOf(entry)).size > size && isDistinct;
  });
  return isDistinct;
}

const known = new WeakMap<Resource, readonly VariableAt[]>();

/** Variables of all containers of a workload; read once, because thirty rules ask. */
export function variablesAt(service: Resource): readonly VariableAt[] {
  const variables = known.get(service) ?? readVariables(service, () => true);
  known.set(service, variables);
  return variables;
}

const byVariable = lookup(namesOf);

/** Services, or others, that have a variable of such a name. A name is asked once, however many services have it. */
export function servicesWith(
  estate: Pick<Estate, "resources">,
  isWanted: (name: string) => boolean,
  services: readonly Resource[] = ofType(estate, RUN_SERVICE),
): readonly Resource[] {
  return byVariable.find(services, byVariable.keys(services).filter(isWanted));
}

/** Variables of such a name, with their services. */
export const variablesNamed = (
  estate: Pick<Estate, "resources">,
  isWanted: (name: string) => boolean,
  services?: readonly Resource[],
): readonly (VariableAt & { readonly service: Resource })[] =>
  servicesWith(estate, isWanted, services).flatMap((service) =>
    variablesAt(service)
      .filter(({ name }) => isWanted(name))
      .map((variable) => ({ ...variable, service })),
  );

/** Variables that tell how to keep sockets alive, in the words that teams use for them. */
const SOCKET_NAME = /^(WEB_?SOCKETS?|WS|SOCKET_?IO)_/;
/** Of those, variables of a client: where the sockets are. */
const SOCKET_ADDRESS = /_(URLS?|URIS?|HOSTS?|HOSTNAME|ORIGINS?|ENDPOINTS?|DOMAIN)$/;

const isSocketName = (name: string): boolean => SOCKET_NAME.test(name) && !SOCKET_ADDRESS.test(name);

/** A service that is told how to keep sockets alive serves them. */
export const isSocketService = (service: Resource): boolean => namesOf(service).some(isSocketName);

/** The services that serve sockets. */
export const socketServices = (estate: Pick<Estate, "resources">): readonly Resource[] =>
  servicesWith(estate, isSocketName);

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
