import { UNKNOWN, isValues, valueAt, type Resource, type Value, type Values } from "../resource";

/** A variable of a container. Its value never goes into a message: any of them may be a secret by mistake. */
export interface VariableAt {
  readonly name: string;
  /** Index of its container. */
  readonly container: number;
  readonly path: string;
  /** Text; undefined where it is a reference, unknown or unset. */
  readonly text: string | undefined;
  readonly isUnknown: boolean;
  /** `value_source[0].secret_key_ref[0]`, where the variable is a secret. */
  readonly secret: string | undefined;
}

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

const known = new WeakMap<Resource, readonly VariableAt[]>();

/** Variables of all containers of a service; read once, because thirty rules ask. */
export function variablesAt(service: Resource): readonly VariableAt[] {
  const variables = known.get(service) ?? readVariables(service, () => true);
  known.set(service, variables);
  return variables;
}

/** The first variable of that name; for who asks for no other. */
export const variableNamed = (service: Resource, name: string): VariableAt | undefined =>
  readVariables(service, (candidate) => candidate === name)[0];

/** A service that is told how to keep sockets alive serves them. */
export const isSocketService = (service: Resource): boolean =>
  readVariables(service, (name) => name.startsWith("WEBSOCKET_")).length > 0;

/**
 * Walks the blocks themselves: a path for each argument of each variable would be most of a review's time, and so would
 * what is made of variables that nobody wants.
 */
function readVariables(service: Resource, isWanted: (name: string) => boolean): readonly VariableAt[] {
  const variables: VariableAt[] = [];
  listOf(valueAt(service, "template[0].containers")).forEach((container, index) => {
    listOf(isValues(container) ? container.env : undefined).forEach((entry, position) => {
      if (isValues(entry) && isWanted(nameOf(entry))) variables.push(variable(entry, index, position));
    });
  });
  return variables;
}

const nameOf = ({ name }: Values): string => (typeof name === "string" ? name : "");

const paths = new Map<number, string[]>();

/** `template[0].containers[0].env[3]`; kept, because every service has one. */
function pathOf(container: number, position: number): string {
  const known = paths.get(container) ?? [];
  paths.set(container, known);
  return (known[position] ??= `template[0].containers[${container}].env[${position}]`);
}

function variable(entry: Values, container: number, position: number): VariableAt {
  const { value } = entry;
  const path = pathOf(container, position);
  const [source] = listOf(entry.value_source);
  const isSecret =
    source === UNKNOWN ||
    entry.value_source === UNKNOWN ||
    (isValues(source) && listOf(source.secret_key_ref).length > 0) ||
    (isValues(source) && source.secret_key_ref === UNKNOWN);
  return {
    name: nameOf(entry),
    container,
    path,
    // A plan shows an unset value as "".
    text: typeof value === "string" && value !== "" ? value : undefined,
    isUnknown: value === UNKNOWN,
    secret: isSecret ? `${path}.value_source[0].secret_key_ref[0]` : undefined,
  };
}
