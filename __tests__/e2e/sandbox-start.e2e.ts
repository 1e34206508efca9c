import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../cli/shared/child";
import { callerEnvironment } from "../../cli/shared/provider";
import { checkedChild } from "./checked-child";
import { check, succeeded } from "./deployed";
import { runDirectory } from "./run";
import { ROOT } from "./terraform";

check(
  "./netra start deploys staging into a sandbox, plans it again, and shows a change by hand and its end",
  async () => {
    const checked = checkedChild();
    const outdir = join(mkdtempSync(join(runDirectory(), "start-")), "out");
    const { stdout } = succeeded(
      await runChild(process.execPath, ["./netra", "start"], {
        cwd: ROOT,
        env: { ...callerEnvironment(), CDKTF_OUTDIR: outdir, NO_COLOR: "1", ...checked.variables },
        deadlineSeconds: 220,
      }),
    );
    for (const line of [
      /bootstrap-staging +63 changes applied/,
      /staging-foundation +21 changes applied/,
      /staging-services +34 changes applied/,
      /staging-edge +19 changes applied/,
      /staging-monitoring +\d+ changes applied/,
      /second plan of every stack: nothing to do/,
      /drift: staging: 1 changed outside/,
      /websocket-service template\[0\]\.timeout: 3600s → 300s/,
      /adopt: set services\["websocket-service"\]\.requestTimeoutSeconds/,
      /verify: \d+ checks of the services pass, 1 fail\n {4}health\/websocket-service\/\S+: .*300s.* found, .*3600s.* declared/,
      /staging-services +1 change applied/,
      /verify: \d+ checks of the services pass, 0 fail/,
    ]) {
      expect(stdout).toMatch(line);
    }
    checked.expectNothing();
  },
);
