import { invalid, type Refusal } from "../core/answer";
import { projectName } from "../core/projects";
import type { Store } from "../core/store";

/** A member as Google stores it: mail addresses and domains in lower case, everything else as it was sent. */
export const storedMember = (member: string): string =>
  member.replace(
    /^(user|serviceAccount|group|domain):(.*)$/s,
    (_, kind: string, id: string) => `${kind}:${id.toLowerCase()}`,
  );

/** Name of a service account in the store. */
export const accountName = (project: string, email: string): string =>
  `iam/projects/${project}/serviceAccounts/${email}`;

/** A service account of a known project must exist; whoever else is named cannot be looked up here. */
export function checkMember(store: Store, member: string): Refusal | undefined {
  const [, email = "", project = ""] = /^serviceAccount:([^@]+@([^.]+)\.iam\.gserviceaccount\.com)$/.exec(member) ?? [];
  if (email === "" || store.get(projectName(project)) === undefined) return undefined;
  return store.get(accountName(project, email)) === undefined
    ? invalid(`Service account ${email} does not exist.`)
    : undefined;
}

/** What a policy names in the place of a service account that was deleted: a new one of the same name is somebody else. */
export const deletedMember = (email: string, uniqueId: string): string =>
  `deleted:serviceAccount:${email}?uid=${uniqueId}`;
