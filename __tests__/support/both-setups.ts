import fixtureSetup from "../fixture/global-setup";
import liveSetup, { type SnapshotOptions } from "../live/global-setup";

/** Both syntheses at once: one after the other would leave a core without work. Jest runs a setup that projects share once. */
export default async function globalSetup(options: SnapshotOptions): Promise<void> {
  await Promise.all([fixtureSetup(), liveSetup(options)]);
}
