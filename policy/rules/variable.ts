import { UNKNOWN, isValues, valueAt, type Resource, type Value, type Values } from "../resource";

/** A variable of a container. Its value never goes into a message: any of them may be a secret by mistake. */
export interface VariableAt {
  readonly name: string;
  readonly path: string;
  /** Text; undefined where it is a reference, unknown or unset. */
  readonly text: string | undefined;
  readonly isUnknown: boolean;
  /** `value_source[0].secret_key_ref[0]`, where the variable is a secret. */
  readonly secret: string | undefined;
}

const known = new WeakMap<Resource, readonly VariableAt[]>();

/** Variables of all containers of a service; read once, because thirty rules ask. */
export function variablesAt(service: Resource): readonly VariableAt[] {
  const variables = known.get(service) ?? readVariables(service);
  known.set(service, variables);
  return variables;
}

/** A service that is told how to keep sockets alive serves them. */
export const isSocketService = (service: Resource): boolean =>
  variablesAt(service).some(({ name }) => name.startsWith("WEBSOCKET_"));

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

/** Walks the blocks themselves: a path for each argument of each variable would be most of a review's time. */
function readVariables(service: Resource): readonly VariableAt[] {
  return listOf(valueAt(service, "template[0].containers")).flatMap((container, index) =>
    listOf(isValues(container) ? container.env : undefined).flatMap((entry, position) =>
      isValues(entry) ? [variable(entry, `template[0].containers[${index}].env[${position}]`)] : [],
    ),
  );
}

function variable(entry: Values, path: string): VariableAt {
  const { name, value } = entry;
  const [source] = listOf(entry.value_source);
  const isSecret =
    source === UNKNOWN ||
    entry.value_source === UNKNOWN ||
    (isValues(source) && listOf(source.secret_key_ref).length > 0) ||
    (isValues(source) && source.secret_key_ref === UNKNOWN);
  return {
    name: typeof name === "string" ? name : "",
    path,
    // A plan shows an unset value as "".
    text: typeof value === "string" && value !== "" ? value : undefined,
    isUnknown: value === UNKNOWN,
    secret: isSecret ? `${path}.value_source[0].secret_key_ref[0]` : undefined,
  };
}
