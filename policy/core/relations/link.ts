import { identityOf } from "../../../google/identities";
import { UNKNOWN, textAt, valueAt, type Resource } from "../resource";

/** What a text names: the last part of a link, an email's account, a bare name. */
export interface Link {
  readonly name: string;
  /** Absent where the text does not say: then it is the project of whoever names it. */
  readonly project?: string;
  /** A region or a zone; absent where the text does not say. */
  readonly place?: string;
}

/** `serviceAccount:worker@p.iam.gserviceaccount.com`, also without its prefix or behind a path. */
const ACCOUNT = /(?:^|[/:])([^/:@]+)@([^/:@]+)\.iam\.gserviceaccount\.com$/;

/** `project:region:instance`, as Cloud SQL names its connections. */
const CONNECTION = /^([a-z][\w.-]*(?::[\w.-]+)?):([a-z]+-[a-z]+\d+):([\w-]+)$/;

/** Whether a text is the name of a connection to a Cloud SQL instance. */
export const isConnectionName = (text: string): boolean => CONNECTION.test(text);

const afterWord = (word: string, text: string): string | undefined =>
  new RegExp(`(?:^|/)${word}/([^/]+)`).exec(text)?.[1];

/** What a text names, where it is to name a resource of a type. */
export function linkOf(type: string, text: string): Link {
  const [, account, home] = ACCOUNT.exec(text) ?? [];
  if (account !== undefined && home !== undefined) return { name: account, project: home };
  const [, owner, region, instance] = CONNECTION.exec(text) ?? [];
  if (owner !== undefined && region !== undefined && instance !== undefined) {
    return { name: instance, project: owner, place: region };
  }
  const { collection } = identityOf(type);
  const name = (collection && afterWord(collection, text)) ?? text.slice(text.lastIndexOf("/") + 1);
  const project = afterWord("projects", text);
  const place = /\/(?:regions|locations|zones)\/([^/]+)\//.exec(text)?.[1];
  return { name, ...(project !== undefined && { project }), ...(place !== undefined && { place }) };
}

/** The name that people chose for a resource; UNKNOWN where a part of it is made at apply, undefined where it has none. */
export function nameOf(resource: Resource): string | typeof UNKNOWN | undefined {
  const value = valueAt(resource, identityOf(resource.type).argument);
  if (value === UNKNOWN) return UNKNOWN;
  return typeof value === "string" && value !== "" ? linkOf(resource.type, value).name : undefined;
}

/** The region of a resource: declared by its name, and a link in a state. */
export const regionOf = (resource: Resource): string | undefined => textAt(resource, "region")?.split("/").pop();

const placesOf = (resource: Resource): readonly string[] =>
  ["region", "location", "zone"].flatMap((argument) => textAt(resource, argument)?.split("/").pop() ?? []);

/** A project is named by its id or by its number: only two of one kind can be told apart. */
const isOtherProject = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b && /^\d+$/.test(a) === /^\d+$/.test(b);

const isOtherPlace = (a: string | undefined, all: readonly string[]): boolean =>
  a !== undefined && all.length > 0 && !all.some((place) => place === a || place.startsWith(`${a}-`));

/** Whether a link may mean a resource of its name: nothing that both say differs. */
export const mayMean = (link: Link, resource: Resource, from: Resource): boolean =>
  !isOtherProject(link.project ?? textAt(from, "project"), textAt(resource, "project")) &&
  !isOtherPlace(link.place, placesOf(resource));

/** Whether two links may name one thing. */
export const mayBeSame = (a: Link, b: Link): boolean =>
  a.name === b.name && !isOtherProject(a.project, b.project) && !isOtherPlace(a.place, b.place ? [b.place] : []);
