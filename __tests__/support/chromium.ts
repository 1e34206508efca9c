import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./tracked-files";

/** Where pictures are kept, to be looked at. */
export const PICTURES = join(ROOT, "cdktf.out", "pictures");

/** Whether Debian's Chromium is installed. */
export const hasChromium = spawnSync("chromium", ["--version"]).status === 0;

/** Runs Chromium without a window. */
export const browse = (...parts: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", ...parts], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    timeout: 60_000,
  });

/** What a page has written into its own title as JSON; an empty object where it has written nothing. */
export const titleJson = (dumped: string): unknown =>
  JSON.parse((/<title>(.*?)<\/title>/.exec(dumped)?.[1] || "{}").replaceAll("&quot;", '"'));
