import type { Environment } from "../environments/environment";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";
import { deployBlock } from "./deploy";

/** What a deploy that did not come to its end says, and what a person does then. */
const toDo = ({ name }: Environment): readonly (readonly [said: string, todo: string])[] => [
  ["applied, in part, not applied: no more than that", "review and deploy again, below"],
  [
    "the state is locked by …",
    "see whether that run is alive: the host and the time are named. Only where it is dead, type the `force-unlock` line. Nothing frees a lock by itself",
  ],
  [
    "Terraform could not write its state … it is kept … in FILE",
    "**deploy nothing before this**: free the lock, type the `state push` line, then remove FILE. It holds secrets",
  ],
  [
    "perhaps not in the state: …",
    `review; what it creates although Google has it is taken into the state first, by the import that \`./netra adopt --environment ${name}\` prints`,
  ],
  ["could not be written down; is the disk full?", "make space, then review: it compares with Google"],
  [
    "Terraform has said nothing for 30 s",
    "wait: once the connection ends, within some 15 minutes, it keeps its state in a file. Killed before, it loses that",
  ],
  [
    "nothing, because it was killed (SIGKILL, a runner that was lost)",
    "Terraform was still asked to stop, and gives its lock back. The next command removes what was left. Where the machine went too: the lock stays, and the next deploy names it",
  ],
];

/** How a deploy goes on that was interrupted, or whose network or disk failed. */
export const interruptedSection = (environment: Environment): Section => ({
  title: "Finish an interrupted deploy",
  lines: [
    "It ends with 2 and says for each stack, and within the stack, what is applied. What is applied stays, whatever interrupted it.",
    "",
    ...tableLines(["it says", "to do"], toDo(environment)),
    ...deployBlock(environment),
  ],
});
