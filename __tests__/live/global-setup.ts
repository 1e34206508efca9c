import type { SnapshotMode } from "./snapshot-files";
import { synthesizeOnce } from "../support/synthesize";

/** The live stacks, synthesized once for the run, and what jest was told to do with their snapshots. */
export default function globalSetup({ updateSnapshot }: { readonly updateSnapshot: SnapshotMode }): void {
  process.env.NETRA_SNAPSHOTS = updateSnapshot;
  process.env.NETRA_LIVE_SYNTH = synthesizeOnce();
}
