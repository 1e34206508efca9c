import { synthesizeOnce } from "../support/synthesize";

/** The live stacks, synthesized once for the run. */
export default function globalSetup(): void {
  process.env.NETRA_LIVE_SYNTH = synthesizeOnce();
}
