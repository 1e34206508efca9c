import { join } from "node:path";
import type { SnapshotMode } from "./snapshot-files";
import { synthesizeOnce } from "../support/synthesize";

/** What jest tells a setup, as far as this one reads it. */
export interface SnapshotOptions {
  readonly updateSnapshot: SnapshotMode;
}

/** The live stacks, synthesized once for the run, and what jest was told to do with their snapshots. */
export default async function globalSetup({ updateSnapshot }: SnapshotOptions): Promise<void> {
  process.env.NETRA_SNAPSHOTS = updateSnapshot;
  process.env.NETRA_LIVE_SYNTH = await synthesizeOnce(join(__dirname, "synthesize-live.ts"));
}
