import type { HardenedRow, HardenedRows, HardenedScalar } from "./row";

/** Hardened values and Google's JSON: what an answer says of a row, and what it says where nothing was sent. */

/** `template.containers[0].resources` → `["template", "containers", "0", "resources"]`. */
const steps = (api: string): readonly string[] => api.split(/\.|\[|\]\.?/).filter((step) => step !== "");

const memberOf = (value: unknown, step: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, step)
    ? (value as Readonly<Record<string, unknown>>)[step]
    : undefined;

const isScalar = (value: unknown): value is HardenedScalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/**
 * The value of a row in an answer of Google's API.
 *
 * @returns undefined where the answer has none, or only Terraform knows the argument; a switch that is left out is off
 *   and a number is 0, because Google's JSON leaves out both
 *   (https://protobuf.dev/programming-guides/json/#field-representation)
 */
export function liveValue({ api, value }: HardenedRow, answer: unknown): HardenedScalar | undefined {
  if (api === undefined) return undefined;
  const found = steps(api).reduce(memberOf, answer);
  if (isScalar(found)) return found;
  if (typeof value === "number") return 0;
  return typeof value === "boolean" ? false : undefined;
}

/** Members of an answer. */
export interface DefaultAnswer {
  readonly [member: string]: HardenedScalar | DefaultAnswer;
}

function withMember(
  answer: DefaultAnswer,
  [step = "", ...rest]: readonly string[],
  value: HardenedScalar,
): DefaultAnswer {
  const inner = answer[step];
  const below = typeof inner === "object" ? inner : {};
  return { ...answer, [step]: rest.length === 0 ? value : withMember(below, rest, value) };
}

/**
 * What Google answers of these rows where nothing was sent, nested as the API nests it. Members of lists are left out:
 * where nothing was sent there is no item. So are false and 0, which {@link liveValue} reads where nothing stands.
 */
export const defaultAnswer = (...groups: readonly HardenedRows[]): DefaultAnswer =>
  groups.flatMap(Object.values<HardenedRow>).reduce<DefaultAnswer>(
    (answer, { api, default: value }) =>
      // A value that is undefined, false or 0.
      api === undefined || api.includes("[") || !value ? answer : withMember(answer, steps(api), value),
    {},
  );
