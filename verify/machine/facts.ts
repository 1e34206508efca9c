/** What was found on this machine, before anybody judges it. */

/** Something that was asked for: it is there, as the text says, or it is not, or nobody can tell. */
export type Found =
  | { readonly standing: "works"; readonly found: string }
  | { readonly standing: "missing"; readonly found: string; readonly remedy: string }
  | { readonly standing: "unknown"; readonly found: string; readonly remedy: string };

export const works = (found: string): Found => ({ standing: "works", found });
export const missing = (found: string, remedy: string): Found => ({ standing: "missing", found, remedy });
export const untold = (found: string, remedy: string): Found => ({ standing: "unknown", found, remedy });

/** What commands need, by its id. */
export type PrerequisiteId =
  "node" | "packages" | "developer-packages" | "git" | "terraform" | "providers" | "credentials" | "cdktf";

/** How a machine was found. */
export type MachineFacts = Readonly<Record<PrerequisiteId, Found>>;
