import type { StackReport } from "../report";

/** What a Terraform address says. */
export interface AddressParts {
  readonly type: string;
  /** With its index or key, `api[0]`. */
  readonly name: string;
}

/** The last `type.name` of an address; a check's or an action's address has no type. */
export function addressParts(address: string): AddressParts {
  const [, type = "", name = address] =
    /(?:^|\.)([a-z][a-z0-9]*_[a-z0-9_]+)\.([\w-]+(?:\[[^\]]*\])?)$/.exec(address) ?? [];
  return { type, name };
}

/** `staging-edge` of the environment staging → `edge`; the whole name where the stack is of no environment. */
export function roleOf({ name, environment }: Pick<StackReport, "name" | "environment">): string {
  if (environment === undefined) return name;
  return name
    .split("-")
    .filter((part) => part !== environment)
    .join("-");
}

/** `a`, `a and b`, `a, b and c`. */
export const listText = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
