import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What jest was told to do with snapshots: `-u` is "all", `--ci` is "none", and neither of them is "new". */
export type SnapshotMode = "all" | "new" | "none";

/** Snapshots of one file each, so that a reviewer sees by the names of files what changed. */
export class SnapshotFiles {
  /**
   * @param folder - where the files are
   * @param mode - which of them this run may write
   * @param update - the command that writes them, for messages
   */
  public constructor(
    private readonly folder: string,
    private readonly mode: SnapshotMode,
    private readonly update: string,
  ) {}

  /**
   * What is stored of a snapshot, after it was written where this run may.
   *
   * @throws Error where it is missing and may not be written
   */
  public stored(name: string, text: string): string {
    const file = join(this.folder, name);
    const isMissing = !existsSync(file);
    if (isMissing && this.mode === "none") {
      throw new Error(`${file} is missing; write it with ${this.update}, and read it before you commit it`);
    }
    if (isMissing || this.mode === "all") {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(file, text);
    }
    return readFileSync(file, "utf8");
  }

  /** Files of snapshots that nothing has any more; none after a run that may remove them. */
  public obsolete(names: readonly string[]): readonly string[] {
    const files = readdirSync(this.folder).filter((file) => file.endsWith(".json") && !names.includes(file));
    if (this.mode !== "all") return files;
    for (const file of files) rmSync(join(this.folder, file));
    return [];
  }
}
