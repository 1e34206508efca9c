import { budgetsOf, socketCapacitiesOf } from "../../environments/budgets";
import type { Budget } from "../../google/budgets";
import type { Environment } from "../../environments/environment";
import { rateLimitPerMinute, rateLimitTerms } from "../../environments/rate-limit";
import { HARDENED_VALUES, type HardenedValue } from "../../policy/packs/netra/hardened";
import { PAINT } from "../../report/colour";
import { countText } from "../../report/text";
import type { EnvironmentEstate } from "../../stacks/policy-validation";

/** The summary of the environments that `./netra start` prints: stacks, hardened values, capacity. */
export function summaryText(environments: readonly Environment[], estates: readonly EnvironmentEstate[]): string {
  return [stacksText(estates), hardenedText(estates), capacityText(environments)].join("\n\n");
}

const headingText = (text: string): string => PAINT.strong(text);

function stacksText(estates: readonly EnvironmentEstate[]): string {
  const lines = estates.flatMap(({ estate: { stacks, resources } }) =>
    stacks.map(
      ({ name }) =>
        `  ${name.padEnd(24)} ${countText(resources.filter(({ stack }) => stack === name).length, "resource")}`,
    ),
  );
  return [headingText("Stacks"), ...lines].join("\n");
}

function hardenedText(estates: readonly EnvironmentEstate[]): string {
  return [
    headingText("Hardened values (section of the plan, value as declared, where it acts)"),
    ...HARDENED_VALUES.map((row) => rowText(row, estates)),
  ].join("\n");
}

function rowText(row: HardenedValue, estates: readonly EnvironmentEstate[]): string {
  const byValue = new Map<string, string[]>();
  for (const { environment, estate } of estates) {
    const value = row.read(estate);
    byValue.set(value, [...(byValue.get(value) ?? []), environment.name]);
  }
  const values = [...byValue].map(([value, names]) => `         ${names.join(", ").padEnd(20)} ${value}`);
  return [`  ${row.plan.padEnd(6)} ${row.title}`, ...values, PAINT.quiet(`         acts: ${row.acts}`)].join("\n");
}

const budgetText = (environment: string, { name, demand, supply, headroom, explanation }: Budget): string =>
  `  ${environment.padEnd(11)} ${name.padEnd(21)} ${demand} of ${supply}, ${headroom} left   ${PAINT.quiet(explanation)}`;

function capacityText(environments: readonly Environment[]): string {
  const budgets = environments.flatMap((environment) =>
    budgetsOf(environment).map((budget) => budgetText(environment.name, budget)),
  );
  const sockets = environments.flatMap((environment) =>
    socketCapacitiesOf(environment).map(
      ({ service, capacity, comfort, lostWithOneInstance }) =>
        `  ${environment.name.padEnd(11)} ${service.padEnd(21)} ${capacity} sockets at most, comfortable up to ${comfort} (60 %), ${lostWithOneInstance} lost with one instance`,
    ),
  );
  const limits = environments.map((environment) => {
    const { pageLoads, e2e, serviceCalls } = rateLimitTerms(environment);
    return `  ${environment.name.padEnd(11)} ${"requests per address".padEnd(21)} ${rateLimitPerMinute(environment)} a minute   ${PAINT.quiet(`${pageLoads} page loads + ${e2e} e2e + ${serviceCalls} service to service`)}`;
  });
  return [
    headingText("Budgets (demand of two revisions against supply)"),
    ...budgets,
    "",
    headingText("Sockets"),
    ...sockets,
    "",
    headingText("Rate limit"),
    ...limits,
  ].join("\n");
}
