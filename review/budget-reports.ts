import { socketCapacity } from "../environments/budgets";
import type { Budget } from "../google/budgets";
import type { Estate } from "../policy/core/estate";
import { numberAt } from "../policy/core/resource";
import { measuredBudgets } from "../policy/packs/google/budgets";
import { RUN_SERVICE } from "../policy/packs/google/programs/cloud-run";
import { maximumOf } from "../policy/packs/google/programs/maximum-instances";
import { socketServices } from "../policy/packs/google/programs/variable";
import type { BudgetReport } from "./report";

/** The budgets of socket services by name: the comfortable load of the capacity, which is maximum × concurrency. */
function socketBudgets(
  estate: Estate,
): ReadonlyMap<string, { readonly stack: string; readonly side: NonNullable<BudgetReport["after"]> }> {
  return new Map(
    socketServices(estate).flatMap((service) => {
      const max = maximumOf(service);
      const concurrency = numberAt(service, "template[0].max_instance_request_concurrency");
      if (typeof max !== "number" || concurrency === undefined) return [];
      const { capacity, comfort } = socketCapacity(service.address, { scaling: { min: 0, max }, concurrency });
      const name = `sockets of ${service.address.slice(service.address.indexOf(".") + 1)}, comfortable`;
      return [[name, { stack: service.stack, side: { demand: comfort, supply: capacity } }] as const];
    }),
  );
}

/**
 * The budgets that the plans may change. A budget belongs to the planned stack of the resource that bounds it, or else to
 * that of the services.
 */
export function budgetReports(
  before: Estate,
  after: Estate,
  planned: readonly string[],
): readonly { readonly stack: string; readonly report: BudgetReport }[] {
  const [budgets, sockets] = [measuredBudgets(after), socketBudgets(after)];
  // Without budgets afterwards nobody compares them, and the past ones need no measurement.
  const past = new Map((budgets.length > 0 ? measuredBudgets(before) : []).map(({ budget }) => [budget.name, budget]));
  const pastSockets = sockets.size > 0 ? socketBudgets(before) : sockets;
  const services = after.resources.find(({ type }) => type === RUN_SERVICE)?.stack;
  const side = ({ demand, supply }: Budget) => ({ demand, supply });
  return budgets
    .flatMap(({ resource, budget }) => {
      const earlier = past.get(budget.name);
      const stack = [resource.stack, services].find(
        (candidate) => candidate !== undefined && planned.includes(candidate),
      );
      const report: BudgetReport = {
        name: budget.name,
        ...(earlier && { before: side(earlier) }),
        after: side(budget),
      };
      return stack === undefined ? [] : [{ stack, report }];
    })
    .concat(
      [...sockets]
        .filter(([, { stack }]) => planned.includes(stack))
        .map(([name, { stack, side: later }]) => {
          const earlier = pastSockets.get(name)?.side;
          return { stack, report: { name, ...(earlier && { before: earlier }), after: later } };
        }),
    );
}
