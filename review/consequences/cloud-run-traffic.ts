import { TRAFFIC } from "../../google/cloud-run";
import { matchesPath, plainPath } from "../../google/paths";
import { valueAtPath } from "../../policy/core/path";
import type { AttributeChange } from "../attribute-changes";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import { attributeRows, parseNumber } from "./row";

const ALL = 100;

const targetsOf = (service: unknown): readonly unknown[] => {
  const targets = valueAtPath(service, "traffic");
  return Array.isArray(targets) ? targets : [];
};

const isByRevision = (target: unknown): boolean =>
  valueAtPath(target, "type") === TRAFFIC.revision || (valueAtPath(target, "revision") ?? "") !== "";

/** The one target that all traffic goes to by the name of its revision. */
function pinOf(service: unknown): { readonly revision: unknown } | undefined {
  const [target, ...more] = targetsOf(service).filter((each) => parseNumber(valueAtPath(each, "percent")) !== 0);
  const isAll = target !== undefined && more.length === 0 && parseNumber(valueAtPath(target, "percent")) === ALL;
  return isAll && isByRevision(target) ? { revision: valueAtPath(target, "revision") } : undefined;
}

/**
 * The name of a revision, where it is one of the service: its name stands before it, so that no secret in the wrong place
 * is quoted.
 */
function revisionName(service: unknown, link: unknown): string | undefined {
  const [name, last] = [valueAtPath(service, "name"), typeof link === "string" ? link.split("/").at(-1) : undefined];
  if (typeof name !== "string" || last === undefined) return undefined;
  return last.startsWith(`${name}-`) && /^[a-z][-a-z0-9]{0,62}$/.test(last) ? last : undefined;
}

const pinnedName = (service: unknown): string | undefined => revisionName(service, pinOf(service)?.revision);

/** The revision that users get where nothing is pinned, and this plan makes no other. */
const newestName = ({ before }: Change): string | undefined =>
  revisionName(before, valueAtPath(before, "latest_ready_revision"));

const isByRevisionAfter = ({ unknownAfter }: AttributeChange, { after }: Change): boolean =>
  unknownAfter || targetsOf(after).some(isByRevision);

const isPinnedAfter = ({ unknownAfter }: AttributeChange, { after }: Change): boolean =>
  !unknownAfter && pinOf(after) !== undefined;

function pinnedText(_: AttributeChange, change: Change): string {
  const [pinned = "a revision", newest] = [pinnedName(change.after), newestName(change)];
  const leaves = newest === undefined || newest === pinned ? "" : `; new requests leave ${newest}`;
  return `traffic is pinned to ${pinned}: later deployments are deployed but not live${leaves}; open sockets stay where they are`;
}

const isLifted = (_: AttributeChange, { before }: Change): boolean => pinOf(before) !== undefined;

const makesRevision = ({ attributes }: Change): boolean =>
  attributes.some(({ path }) => matchesPath("template.*", plainPath(path)));

const isLiftedInPlace = (_: AttributeChange, change: Change): boolean => {
  const pinned = pinnedName(change.before);
  return pinned !== undefined && pinned === newestName(change) && !makesRevision(change);
};

function liftedText(_: AttributeChange, change: Change): string {
  const { before } = change;
  const [pinned = "a revision", newest] = [pinnedName(before), newestName(change)];
  const named = newest === undefined || newest === pinned ? "" : `${newest}, `;
  const goesTo = makesRevision(change)
    ? "go to the revision that this deploy makes"
    : `go back to ${named}the newest revision, which was rolled back from`;
  return `the pin to ${pinned} is lifted: new requests ${goesTo}; what is not repaired in it reaches users again; open sockets stay where they are`;
}

/** Rows about which revision of a service its users get. */
export const CLOUD_RUN_TRAFFIC: readonly AttributeRow[] = attributeRows("google_cloud_run_v2_service", [
  { paths: ["traffic.*"], when: isPinnedAfter, severity: "high", text: pinnedText, undo: "instant" },
  {
    paths: ["traffic.*"],
    when: isByRevisionAfter,
    severity: "high",
    text: "traffic is divided among revisions by name: later deployments are deployed but not live, or get a part of it",
    undo: "instant",
  },
  {
    paths: ["traffic.*"],
    when: isLiftedInPlace,
    severity: "low",
    text: "the pin is lifted where it holds the newest revision: no request moves, and the next revision gets all of them",
    undo: "instant",
  },
  { paths: ["traffic.*"], when: isLifted, severity: "high", text: liftedText, undo: "instant" },
  {
    paths: ["traffic.*"],
    severity: "medium",
    text: "traffic is divided otherwise: new requests go to the latest ready revision, open sockets stay where they are",
    undo: "instant",
  },
]);
