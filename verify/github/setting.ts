/** How one setting of GitHub stands. */
export type Standing = "as wanted" | "differs" | "unknown";

/** One setting of GitHub, compared. */
export interface Setting {
  /** Stable, `environment/production/reviewers`. */
  readonly id: string;
  readonly standing: Standing;
  /** What must hold, one line. */
  readonly title: string;
  /** What GitHub has, or why nobody can tell. */
  readonly found: string;
  readonly wanted: string;
  /** What happens otherwise. */
  readonly why: string;
  /**
   * What it takes of GitHub's plans.
   *
   * @default nothing that the repository lacks
   */
  readonly plan?: string;
}

/** Settings that are set together. */
export interface Section {
  readonly title: string;
  readonly settings: readonly Setting[];
  /** Lines for a shell that set what differs, and comments that say what to put in. Nobody here runs them. */
  readonly commands: readonly string[];
}

type Terms = Pick<Setting, "id" | "title" | "wanted" | "why">;

/** A setting that holds, or does not. */
export const compared = (terms: Terms, holds: boolean, found: string, plan = ""): Setting => ({
  ...terms,
  standing: holds ? "as wanted" : "differs",
  found,
  ...(!holds && plan !== "" && { plan }),
});

/** A setting of which nobody can tell. */
export const untoldSetting = (terms: Terms, reason: string): Setting => ({
  ...terms,
  standing: "unknown",
  found: reason,
});

/** A section, with commands only where something in it differs. */
export const sectionOf = (title: string, settings: readonly Setting[], commands: () => readonly string[]): Section => ({
  title,
  settings,
  commands: settings.some(({ standing }) => standing === "differs") ? commands() : [],
});
