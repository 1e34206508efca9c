import type { Environment } from "../environments/environment";
import { commandBlock, headingLink, type Section } from "./markdown";

const TITLE = "Review and deploy";

/**
 * How a change of the code reaches an environment, the same everywhere. Without the key in the first line a review prints no
 * digest, and a deploy refuses. A new key each time is as good as any: it only has to be the same for both.
 *
 * @param stack - the stack whose plan is shown first, apart; @default none
 */
const deployLines = ({ name }: Pick<Environment, "name">, stack?: string): readonly string[] => [
  'export NETRA_REVIEW_KEY="$(openssl rand -hex 32)"',
  ...(stack === undefined ? [] : [`./netra review --stack ${stack}`]),
  `./netra review --environment ${name}`,
  `read -rp "digest: " digest && ./netra deploy --environment ${name} --digest "$digest"`,
];

/** The block that stands under every change of the code, and where it is explained. */
export const deployBlock = (environment: Pick<Environment, "name">, stack?: string): readonly string[] => [
  ...commandBlock(...deployLines(environment, stack)),
  `The review's last line is the digest: paste it where you are asked (${headingLink(TITLE)}).`,
  "",
];

/** What a person has to know of those lines, once. */
export const deploySection = (environment: Environment): Section => ({
  title: TITLE,
  lines: [
    `The way of a change is a merge: the workflow deploys it (${environment.ci.repository}, workflow \`deploy\`). By hand only when that way is`,
    "closed, or too slow for the night:",
    ...commandBlock(...deployLines(environment)),
    "1. `NETRA_REVIEW_KEY` is the key that the review signs with. Any long text does, and this makes a new one for this shell. Without it",
    "   the review prints **no digest**, and the deploy refuses. The key of the workflows cannot be read back from GitHub, and is not needed.",
    "2. The review says what will happen: read it. It ends with 1 where something is severe; that stops nothing here.",
    "3. Its last line is the digest, 64 characters. Paste it where you are asked. The deploy plans again and applies only what you have read.",
    "",
    "Both need Terraform, and minutes. Ctrl-C once is safe: the deploy stops in order and says what is applied.",
  ],
});
