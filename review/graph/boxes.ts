import { countedNoun, typeNoun } from "../../google/type-nouns";
import { isOpen } from "../../policy/core/finding";
import { nameOf } from "../../policy/core/relations/link";
import type { Resource } from "../../policy/core/resource";
import { SEVERITIES, severestOf, type Severity } from "../../report/severity";
import type { StackReport } from "../report";
import { groupsBy } from "../../google/groups";
import type { Box, Member } from "./model";
import { PROGRAMS, STORES } from "./relation-table";

/** More resources of one type than this, which stand alike, are one box. */
const MOST_ALIKE = 3;

/** The same of types that people look for by name. */
const MOST_NAMED_ALIKE = 8;

const isLookedFor = (type: string): boolean =>
  PROGRAMS.has(type) || STORES.has(type) || /_backend_|_url_map$/.test(type);

/** What a review says of each resource. */
export function membersOf(
  stacks: readonly Pick<StackReport, "name" | "changes" | "findings">[],
): (resource: Resource) => Member {
  const key = (stack: string, address: string): string => `${stack} ${address}`;
  const changes = groupsBy(
    stacks.flatMap(({ name, changes: own }) => own.map((change) => ({ name, change }))),
    ({ name, change }) => key(name, change.address),
  );
  const findings = groupsBy(
    stacks.flatMap(({ findings: own }) => own.filter(isOpen)),
    ({ stack, address }) => key(stack, address),
  );
  return (resource) => ({
    resource,
    changes: (changes.get(key(resource.stack, resource.address)) ?? []).map(({ change }) => change),
    findings: findings.get(key(resource.stack, resource.address)) ?? [],
  });
}

/** A resource that stands on its own, and all that is drawn in it. */
export interface Part {
  readonly head: Resource;
  readonly members: readonly Member[];
}

/** Boxes of parts, one each. */
export const boxesOf = (parts: readonly Part[], areaOf: (resource: Resource) => string): readonly Box[] =>
  parts.map(({ head, members }, index): Box => {
    const severity = severityOf(members);
    return {
      id: `b${index + 1}`,
      area: areaOf(head),
      type: head.type,
      title: titleOf(head),
      kind: typeNoun(head.type),
      members: worstMembers(members),
      ...(severity && { severity }),
      actions: actionsOf(members),
    };
  });

/** Boxes that stand alike, of one type, area and fate, as one where they are many. */
export function alikeAsOne(boxes: readonly Box[]): readonly Box[] {
  const fates = groupsBy(boxes, ({ area, type, severity, actions, steps }) =>
    [area, type, severity, actions.join(), steps].join(" "),
  );
  return [...fates.values()].flatMap((group) => {
    const [first] = group;
    const most = first && isLookedFor(first.type) ? MOST_NAMED_ALIKE : MOST_ALIKE;
    if (!first || group.length <= most) return group;
    return [asOne(group, first, countedNoun(group.length, first.type))];
  });
}

/** Several boxes as one, which stands where the first one stood. */
export const asOne = (boxes: readonly Box[], first: Box, title: string): Box => ({
  ...first,
  title,
  kind: "",
  members: worstMembers(boxes.flatMap(({ members }) => members)),
});

const severityOf = (members: readonly Member[]): Severity | undefined =>
  severestOf(members.flatMap(({ changes, findings }) => [...changes, ...findings]));

const actionsOf = (members: readonly Member[]): readonly string[] => [
  ...new Set(members.flatMap(({ changes }) => changes.flatMap(({ actions }) => actions))),
];

const worstMembers = (members: readonly Member[]): readonly Member[] => [
  ...SEVERITIES.flatMap((level) => members.filter((member) => severityOf([member]) === level)),
  ...members.filter((member) => severityOf([member]) === undefined),
];

/** The name that people chose; of what shows another one to people, that. */
function titleOf(resource: Resource): string {
  const name = nameOf(resource);
  const chosen = typeof name === "string" ? [name] : [];
  const display = resource.values.display_name;
  const shown = typeof display === "string" && display !== "" ? [display] : [];
  const [title] = /^google_monitoring_/.test(resource.type) ? [...shown, ...chosen] : [...chosen, ...shown];
  return title ?? resource.address.replace(/^.*\.(?=[^.]*$)/, "");
}
