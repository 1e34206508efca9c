import { Estate } from "../../policy/core/estate";
import { outputsOfPlan } from "../../policy/core/from-plan";
import type { PlanJson } from "../../policy/core/plan";
import { configurationAddress } from "../../policy/core/plan-references";
import { referrersOf, targetsOf } from "../../policy/core/relations/targets";
import type { Resource } from "../../policy/core/resource";
import { changesOf, type Change } from "../change";

/** A plan's resources with what refers to what, and what the plan does to each: consequences are followed through it. */
export class PlanGraph {
  readonly changes: readonly Change[];
  readonly estate: Estate;
  private readonly byAddress: ReadonlyMap<string, Change>;
  private readonly resourceByAddress: ReadonlyMap<string, Resource>;

  constructor(stack: string, plan: PlanJson, resources: readonly Resource[]) {
    this.changes = changesOf(plan);
    this.estate = new Estate({ stacks: [], resources, outputs: outputsOfPlan(stack, plan) });
    this.byAddress = new Map(this.changes.map((change) => [change.address, change]));
    this.resourceByAddress = new Map(resources.map((resource) => [resource.address, resource]));
  }

  /** What the plan does at an address; undefined where it leaves it as it is. */
  changeAt(address: string): Change | undefined {
    return this.byAddress.get(address);
  }

  /** The resource at an address after the plan; undefined where there is none. */
  resourceAt(address: string): Resource | undefined {
    return this.resourceByAddress.get(address);
  }

  /** Resources after the plan that name the one of a change, in an expression or by a literal link. */
  usersOf(change: Change, users: readonly (readonly [type: string, path: string])[]): readonly Resource[] {
    const own = this.estate.ofType(change.type).find(({ address }) => address === change.address);
    const found = users.flatMap(([type, path]) =>
      this.estate
        .ofType(type)
        .filter((user) => own !== undefined && targetsOf(this.estate, user, path, [change.type]).includes(own)),
    );
    return [...new Set(found)];
  }

  /** Resources after the plan that name the one of a change anywhere. */
  referrersOf(change: Change): readonly Resource[] {
    const own = this.estate.ofType(change.type).find(({ address }) => address === change.address);
    return own ? referrersOf(this.estate, own) : [];
  }

  /** Data sources that the plan reads only during the apply. */
  get lateReads(): ReadonlySet<string> {
    return new Set(
      this.changes
        .filter(({ actions }) => actions.includes("read"))
        .map(({ address }) => configurationAddress(address)),
    );
  }

  /** What the expression at a path of a resource refers to. */
  referencesAt(address: string, path: string): readonly string[] {
    const resource = this.resourceAt(address);
    const plain = path.replace(/\[\w+=[^\]]*\]/g, "");
    return [...(resource?.references ?? [])].flatMap(([at, found]) =>
      plain.startsWith(at) || at.startsWith(plain) ? found : [],
    );
  }
}

/** Whether a change takes the old object away before there is a new one. */
export const isDestroyedFirst = ({ actions }: Change): boolean =>
  actions.includes("delete") || actions.includes("replace (destroy first)");
