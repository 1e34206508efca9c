import { fromSynth, type SynthesizedStack } from "../../policy/core/from-synth";
import { UNKNOWN, isValues, type Resource, type Value } from "../../policy/core/resource";

/** A value in the three places of a plan. */
interface PlannedValue {
  /** Undefined where it is known only after apply. */
  readonly after: unknown;
  /** `true` where it is known only after apply, undefined where it is known; else the same for its members. */
  readonly unknown: unknown;
  /** What the configuration says. */
  readonly expression: unknown;
}

/** Plans the parts of one resource. */
class Planner {
  constructor(private readonly references: Resource["references"]) {}

  block(block: Readonly<Record<string, Value>>, path: string): PlannedValue {
    const members = Object.entries(block).map(
      ([name, value]) => [name, this.value(value, path === "" ? name : `${path}.${name}`)] as const,
    );
    const membersOf = (part: keyof PlannedValue): object =>
      Object.fromEntries(members.map(([name, planned]) => [name, planned[part]]));
    return { after: membersOf("after"), unknown: membersOf("unknown"), expression: membersOf("expression") };
  }

  private value(value: Value, path: string): PlannedValue {
    if (isValues(value)) return this.block(value, path);
    if (Array.isArray(value)) return this.list(value as readonly Value[], path);
    const isUnknown = value === UNKNOWN;
    return {
      after: isUnknown ? undefined : value,
      unknown: isUnknown || undefined,
      expression: this.expression(value, path),
    };
  }

  private list(list: readonly Value[], path: string): PlannedValue {
    const items = list.map((item, index) => this.value(item, `${path}[${index}]`));
    return {
      after: items.map(({ after }) => after),
      unknown: items.map(({ unknown }) => unknown),
      // A list of blocks has an expression for each of them, any other list has one.
      expression: list.some(isValues) ? items.map(({ expression }) => expression) : this.expression(list, path),
    };
  }

  private expression(value: Value, path: string): object {
    const inside = [...this.references].filter(([at]) => at === path || at.startsWith(`${path}[`));
    const references = inside.flatMap(([, addresses]) => addresses);
    return references.length === 0 ? { constant_value: value } : { references };
  }
}

function plannedResource({ address, type, values, references }: Resource) {
  const { after, unknown, expression } = new Planner(references).block(values, "");
  const identity = { address, mode: "managed", type, name: address.slice(type.length + 1) };
  return {
    planned: { ...identity, values: after },
    change: { ...identity, change: { actions: ["create"], before: null, after, after_unknown: unknown } },
    configured: { ...identity, expressions: expression },
  };
}

/**
 * The plan of a stack of which nothing is live, as `terraform show -json` would print it: so without Terraform and
 * provider. A real one also has every attribute that the stack does not declare, as null: it is about three times as large.
 */
export function declaredPlan(name: string, stack: SynthesizedStack) {
  const resources = fromSynth(name, stack).resources.map(plannedResource);
  return {
    format_version: "1.2",
    // Without a version checkov takes a file for no plan.
    terraform_version: "1.11.0",
    planned_values: { root_module: { resources: resources.map(({ planned }) => planned) } },
    resource_changes: resources.map(({ change }) => change),
    configuration: { root_module: { resources: resources.map(({ configured }) => configured) } },
  };
}
