import { main } from "../../cli/netra";
import { RUN_HERE } from "../docs/page-commands";
import { runHere } from "../support/command-here";

/** Commands of the pages that are quick and need nothing, as they are printed: each does what its page says it does. */

/** What a command prints must hold, by its beginning. */
const PRINTED: readonly (readonly [command: string, text: RegExp])[] = [
  ["./netra check --help", /^Usage: netra check /],
  ["./netra check --format json", /^\{\n {2}"formatVersion": 1,\n {2}"verdict": "clean",/],
  ["./netra check --format sarif", /"version": "2\.1\.0"/],
  ["./netra check", /^No findings in what is declared/],
  ["./netra explain max-instances", /^max-instances: /],
  ["./netra explain ssl_mode", /^sslMode: /],
  ["./netra environments", /^\{"formatVersion":1,"environments":\[\{.*"name":"staging"/],
  ["./netra settings", /^ENVIRONMENT=/m],
  ["./netra adopt", /^import \{/m],
];

test.each(RUN_HERE)("%s", async (command) => {
  const [, ...words] = command.replace(/ > \S+$/, "").split(" ");
  const { code, stdout, stderr } = await runHere(() => main(words));
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(PRINTED.find(([beginning]) => command.startsWith(beginning))![1]);
});
