import { isRecord } from "../../policy/core/json";
import { parseJson } from "../../report/text";

/** What a run knows that must not be told: values that a plan or a state marks as sensitive, and those of secret variables. */

/** Names of variables whose values are secrets. */
const SECRET_NAME =
  /KEY|TOKEN|SECRET|PASS(WORD|WD|PHRASE)?($|_)|CREDENTIAL|AUTHORIZATION|COOKIE|WEBHOOK|SIGNATURE|PRIVATE|_AUTH$|^TF_VAR_/i;

/** Variables of such a name that hold a path or a name, which is no secret. */
const HARMLESS_VARIABLES: ReadonlySet<string> = new Set([
  "GOOGLE_APPLICATION_CREDENTIALS",
  "SSH_AUTH_SOCK",
  "XAUTHORITY",
]);

/** What stands between `//` and `@` in a proxy's address. */
const userInfoOf = (text: string): readonly string[] => {
  const [, info] = /^[a-z][a-z0-9+.-]*:\/\/(.+)@/i.exec(text) ?? [];
  return info === undefined ? [] : [info, ...info.split(":").slice(1)];
};

/** The values of variables that are secrets, among them what a proxy's address has of them. */
export const secretVariables = (variables: NodeJS.ProcessEnv): readonly string[] =>
  Object.entries(variables).flatMap(([name, value]) => {
    if (!value) return [];
    return SECRET_NAME.test(name) && !HARMLESS_VARIABLES.has(name) ? leavesOf(readJson(value)) : userInfoOf(value);
  });

/** A text that is a JSON object, as Google's credentials are, or the text itself. */
function readJson(text: string): unknown {
  const json = text.trimStart().startsWith("{") ? parseJson(text) : undefined;
  return json === undefined ? text : [text, json];
}

/** Every text and number in a value. */
function leavesOf(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** What a mark covers of a value: all of it where it is true, else what the marks inside it cover. */
function markedIn(value: unknown, mark: unknown): readonly string[] {
  if (mark === true) return leavesOf(value);
  if (typeof mark !== "object" || mark === null || typeof value !== "object" || value === null) return [];
  return Object.entries(mark).flatMap(([key, inner]) =>
    Object.hasOwn(value, key) ? markedIn((value as Readonly<Record<string, unknown>>)[key], inner) : [],
  );
}

/** The pairs of a value and its marks, by their names in Terraform's JSON. */
const MARKED: readonly (readonly [value: string, mark: string])[] = [
  ["before", "before_sensitive"],
  ["after", "after_sensitive"],
  ["values", "sensitive_values"],
  ["value", "sensitive"],
];

/**
 * The values that a plan marks as sensitive, wherever it holds them: changes, outputs, variables, the states before and after
 * (https://developer.hashicorp.com/terraform/internals/json-format).
 *
 * @param json - what `terraform show -json` prints, read
 */
export function sensitiveInPlan(json: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (!Array.isArray(node)) {
      const record = node as Readonly<Record<string, unknown>>;
      for (const [value, mark] of MARKED) for (const text of markedIn(record[value], record[mark])) found.add(text);
    }
    for (const inner of Object.values(node)) walk(inner);
  };
  walk(json);
  return [...found, ...sensitiveVariables(json)];
}

/** Values of variables that the configuration marks: the plan's own list of values has no marks. */
function sensitiveVariables(json: unknown): readonly string[] {
  if (!isRecord(json) || !isRecord(json.variables) || !isRecord(json.configuration)) return [];
  const { root_module: root } = json.configuration;
  const declared = isRecord(root) && isRecord(root.variables) ? root.variables : {};
  return Object.entries(json.variables).flatMap(([name, value]) => {
    const declaration = declared[name];
    return isRecord(declaration) && declaration.sensitive === true ? leavesOf([value, declaration.default]) : [];
  });
}

/** A step of a path in a state's list of sensitive attributes. */
interface PathStep {
  readonly value?: unknown;
}

/** What stands at a path of a state. A step through a map or a list names its key by a value of its own. */
function atPath(value: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((inner, { value: step }) => {
    const key = isRecord(step) && "value" in step ? step.value : step;
    return typeof inner === "object" && inner !== null
      ? (inner as Readonly<Record<string, unknown>>)[String(key)]
      : undefined;
  }, value);
}

/**
 * The values that a state marks as sensitive, its sensitive outputs among them.
 *
 * @param state - what `terraform state pull` prints, read
 */
export function sensitiveInState(state: unknown): readonly string[] {
  if (!isRecord(state)) return [];
  const outputs = isRecord(state.outputs) ? Object.values(state.outputs).filter(isRecord) : [];
  const resources = Array.isArray(state.resources) ? state.resources.filter(isRecord) : [];
  const instances = resources.flatMap(({ instances: all }) => (Array.isArray(all) ? all.filter(isRecord) : []));
  return [
    ...outputs.flatMap(({ value, sensitive }) => (sensitive === true ? leavesOf(value) : [])),
    ...instances.flatMap(({ attributes, sensitive_attributes: paths }) =>
      (Array.isArray(paths) ? (paths as readonly unknown[]) : []).flatMap((path) =>
        Array.isArray(path) ? leavesOf(atPath(attributes, path as readonly PathStep[])) : [],
      ),
    ),
  ];
}
