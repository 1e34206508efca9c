import { runbookFile } from "../../environments/runbook-links";
import { NAMED_ROWS, type NamedRow } from "../../google/hardened/table";
import type { HardenedScalar } from "../../google/hardened/row";
import { findBreaks, type RuleBreak } from "../../policy/core/breaks";
import { derivedFacts, type Estate } from "../../policy/core/estate";
import { watchReading, type Reading } from "../../policy/core/reading";
import { valueAt } from "../../policy/core/resource";
import { bindSpec, type Rule, type SpecRule, type Verdict } from "../../policy/core/rule";
import { specOf } from "../../policy/core/spec";
import { changedResource, trialsAt } from "../../policy/core/trials";
import { RULES } from "../../policy/packs";
import { HARDENED_VALUES, type HardenedValue } from "../../policy/packs/netra/hardened";
import type { Severity } from "../../report/severity";
import type { EnvironmentEstate } from "../../stacks/policy-validation";
import { checksOf, type ExplainedCheck } from "./explained-checks";
import { consequencesAt, type ExplainedConsequence } from "./explained-consequences";
import { placesOf, type Place } from "./explained-place";

/** A row of google/hardened that a hardened value is made of. */
export interface ExplainedRow {
  /** Name of its member: `sslMode`. */
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly value: HardenedScalar;
  /** Absent where Google chooses, leaves it out or nobody knows. */
  readonly default?: HardenedScalar;
  readonly reason: string;
  readonly source: string;
}

/** A rule that fires when a hardened value is broken. */
export interface ExplainedRule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  /** A change that makes it fire; absent where something has to be added. */
  readonly break?: RuleBreak;
}

/** Tests that break a hardened value, once for each of its rules. */
export interface ExplainedGuard {
  readonly file: string;
  /** For jest's `-t`. */
  readonly pattern: string;
}

/** A hardened value: what is declared, why, and what stands around it. */
export interface ExplainedValue {
  /** Id of its row in policy/packs/netra/hardened; the member's name where it has no row there. */
  readonly id: string;
  readonly title: string;
  /** Where it really acts; empty where the value has no row in policy/packs/netra/hardened. */
  readonly acts: string;
  /** Environment → value as declared, for people. */
  readonly declared: Readonly<Record<string, string>>;
  /** Arguments that it is read from: type and path. */
  readonly places: readonly string[];
  readonly rows: readonly ExplainedRow[];
  readonly rules: readonly ExplainedRule[];
  /** None where the value has no row in policy/packs/netra/hardened. */
  readonly guards: readonly ExplainedGuard[];
  /** Places in the runbooks, relative to the repository. */
  readonly runbook: readonly string[];
  readonly consequences: readonly ExplainedConsequence[];
  readonly checks: readonly ExplainedCheck[];
}

/** A rule with the environment that it judges. */
const boundRule = (rule: SpecRule, { environment }: EnvironmentEstate): Rule => bindSpec(rule, specOf(environment));

/** Where a row stands; undefined in an environment that has no such resource. */
function placeOfRow([, { type, path, value }]: NamedRow, estate: Estate): Place | undefined {
  const resource = estate.ofType(type).find((candidate) => valueAt(candidate, path) === value);
  return resource && { resource, path, title: path };
}

/** What rules read, and what breaks them: every row and every value asks for the same rules. */
const knownReadings = derivedFacts<SpecRule, Reading<readonly Verdict[]>>();
const knownBreaks = derivedFacts<SpecRule, RuleBreak | undefined>();

/** The rules among some that fire when Google's default takes the place of a row's value. */
export function rulesOfRow(
  row: NamedRow,
  rules: readonly SpecRule[],
  estates: readonly EnvironmentEstate[],
): readonly SpecRule[] {
  const [broken] = estates.flatMap((each) => {
    const place = placeOfRow(row, each.estate);
    const [trial] = place ? trialsAt(place.resource, place.path) : [];
    return place && trial ? [{ each, resource: place.resource, changed: changedResource(place.resource, trial) }] : [];
  });
  if (!broken) return [];
  const { each, resource, changed } = broken;
  const estate = each.estate.replace(resource, changed);
  return rules.filter((rule) => {
    // What our spec decides breaks nothing of ours.
    if (rule.onlyAbroad) return false;
    const { check } = boundRule(rule, each);
    const { answer, hasRead } = knownReadings(each.estate, rule, () => watchReading(check, each.estate));
    const verdicts = hasRead(resource, changed) ? check(estate) : answer;
    return verdicts.some(({ status }) => status === "violation");
  });
}

/** Places of a value in the environments, each once. */
export const valuePlaces = (value: HardenedValue, estates: readonly EnvironmentEstate[]): readonly Place[] =>
  uniquePlaces(estates.flatMap(({ estate }) => placesOf(value, estate)));

const placeName = ({ resource, title }: Place): string => `${resource.type} ${title}`;

const uniquePlaces = (places: readonly Place[]): readonly Place[] =>
  [...new Map(places.toReversed().map((place) => [placeName(place), place])).values()].toReversed();

/** A change that makes a rule fire, in the first environment that has one. */
function breakOf(rule: SpecRule, estates: readonly EnvironmentEstate[]): RuleBreak | undefined {
  for (const each of estates) {
    const findBreak = (): RuleBreak | undefined => findBreaks(boundRule(rule, each), each.estate, 1).breaks[0];
    const found = knownBreaks(each.estate, rule, findBreak);
    if (found) return found;
  }
  return undefined;
}

function explainedRule(rule: SpecRule, estates: readonly EnvironmentEstate[]): ExplainedRule {
  const found = breakOf(rule, estates);
  const { id, severity, title, why } = rule;
  return { id, severity, title, why, ...(found && { break: found }) };
}

const explainedRow = ([name, { type, path, value, default: googles, reason, source }]: NamedRow): ExplainedRow => ({
  name,
  type,
  path,
  value,
  ...(googles !== undefined && { default: googles }),
  reason,
  source,
});

const rulesNamed = (ids: readonly string[]): readonly SpecRule[] => RULES.filter(({ id }) => ids.includes(id));

const guardOf = (id: string): ExplainedGuard => ({ file: "__tests__/guards/guards.test.ts", pattern: `^${id} ` });

const runbookLines = (id: string, estates: readonly EnvironmentEstate[]): readonly string[] =>
  estates.map(({ environment }) => `${runbookFile(environment, "reference")}#${id}`);

/** What the parts of a value have in common. */
function surroundings(
  rules: readonly SpecRule[],
  rows: readonly NamedRow[],
  places: readonly Place[],
  checks: readonly string[],
  estates: readonly EnvironmentEstate[],
): Pick<ExplainedValue, "places" | "rows" | "rules" | "consequences" | "checks"> {
  const [first] = estates;
  return {
    places: places.map(placeName),
    rows: rows.map(explainedRow),
    rules: rules.map((rule) => explainedRule(rule, estates)),
    consequences: places.flatMap(consequencesAt),
    checks: first
      ? checksOf(
          checks,
          rows.map(([, row]) => row),
          first.environment,
        )
      : [],
  };
}

/** Everything there is to say of a hardened value of this product. */
export function explainValue(value: HardenedValue, estates: readonly EnvironmentEstate[]): ExplainedValue {
  const { id, title, acts, read, checks = [] } = value;
  const rules = rulesNamed(value.rules);
  const shown = valuePlaces(value, estates);
  const rows = NAMED_ROWS.filter(
    (row) =>
      shown.some(({ resource, path }) => resource.type === row[1].type && path === row[1].path) ||
      rulesOfRow(row, rules, estates).length > 0,
  );
  const ofRows = rows.flatMap((row) => estates.flatMap(({ estate }) => placeOfRow(row, estate) ?? []));
  return {
    id,
    title,
    acts,
    declared: Object.fromEntries(estates.map(({ environment, estate }) => [environment.name, read(estate)])),
    guards: [guardOf(id)],
    runbook: runbookLines(id, estates),
    ...surroundings(rules, rows, uniquePlaces([...shown, ...ofRows]), checks, estates),
  };
}

/** The values of this product that a row is part of: those that show it, or else those whose rules hold it. */
function ownersOf(
  [, { type, path }]: NamedRow,
  rules: readonly SpecRule[],
  estates: readonly EnvironmentEstate[],
): readonly HardenedValue[] {
  const guarding = HARDENED_VALUES.filter((value) => rules.some(({ id }) => value.rules.includes(id)));
  const showing = guarding.filter((value) =>
    valuePlaces(value, estates).some(({ resource, path: shown }) => resource.type === type && shown === path),
  );
  return showing.length > 0 ? showing : guarding;
}

/** Everything there is to say of a row of google/hardened, with the values of this product that it is part of. */
export function explainRow(row: NamedRow, estates: readonly EnvironmentEstate[]): ExplainedValue {
  const [name, { type, path }] = row;
  const rules = rulesOfRow(row, RULES, estates);
  const owners = ownersOf(row, rules, estates);
  const places = estates.flatMap(({ estate }) => placeOfRow(row, estate) ?? []);
  return {
    id: name,
    title: [`${path} of ${type}`, ...owners.map(({ id, title }) => `part of ${id} (${title})`)].join("; "),
    acts: owners.map(({ acts }) => acts).join("; "),
    declared: Object.fromEntries(
      estates.map(({ environment, estate }) => [
        environment.name,
        placeOfRow(row, estate) ? String(row[1].value) : "absent",
      ]),
    ),
    guards: owners.map(({ id }) => guardOf(id)),
    runbook: owners.flatMap(({ id }) => runbookLines(id, estates)),
    ...surroundings(rules, [row], uniquePlaces(places), [], estates),
  };
}
