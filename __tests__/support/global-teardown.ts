import { rmSync } from "node:fs";

/** Removes what the setups wrote, whichever of them has run. */
export default function globalTeardown(): void {
  const { NETRA_FIXTURE_SYNTH, NETRA_LIVE_SYNTH } = process.env;
  for (const folder of [NETRA_FIXTURE_SYNTH, NETRA_LIVE_SYNTH])
    if (folder) rmSync(folder, { recursive: true, force: true });
}
