import type { Environment } from "../environments/environment";
import { stateBucketName } from "../environments/names";
import { deployBlock } from "./deploy";
import { driftCommand, verifyCommand } from "./look";
import { commandBlock, headingLink, stepLines, type Section } from "./markdown";

/** What stands still while GitHub is down, and how it is done without it. */
export const withoutGithubSection = (environment: Environment): Section => ({
  title: "GitHub is down",
  lines: [
    `Users notice nothing: nothing of ${environment.name} runs at GitHub. These pages are in every clone, under \`docs/runbooks/${environment.name}/\`, and`,
    "every command of theirs but `gh` works without it.",
    "",
    ...stepLines([
      [
        "**Nobody verifies.** Do it by hand, every half hour; `--publish` lets the alerts on it go on:",
        ...commandBlock(`${verifyCommand(environment)} --publish`),
      ],
      ["**Nobody looks for drift.** By hand, once a night:", ...commandBlock(driftCommand(environment))],
      [
        "**Two alerts open after some hours and mean nothing.** Silence them, and renew it while GitHub is down:",
        ...commandBlock(
          `./netra snooze --environment ${environment.name} --alert verify-silent drift --hours 4 --reason "GitHub is down"`,
        ),
      ],
      `**Nothing is delivered or deployed.** Wait, if you can. A roll back needs no GitHub: ${headingLink("Roll everything back")}.`,
      [
        "**A change that cannot wait** is deployed from a clone, by somebody whose account may do it. Two people read it, because no branch",
        "protection does. Begin from what is deployed: the newest commit of `main` that anybody's clone has.",
        ...commandBlock("git --no-pager log -3 --oneline origin/main"),
        "A clone without its packages needs `npm ci`, which asks npm and not GitHub. Commit before you deploy: it is merged later.",
        ...deployBlock(environment),
      ],
    ]),
    "",
    "When GitHub is back: push the commit, merge it, and let its run say that nothing changes. End the silence:",
    ...commandBlock(`./netra snooze --environment ${environment.name} --end`),
    `States and their locks are in Google's bucket \`${stateBucketName(environment)}\`: two people who deploy at once are kept apart without GitHub too.`,
  ],
});
