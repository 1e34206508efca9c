import { schemaFaults } from "../support/schema-faults";
import { LIVE } from "./synthesized";

test.each(LIVE.stackNames())("%s declares nothing that its provider does not know", (stack) => {
  expect(schemaFaults(stack, LIVE.stackJson(stack))).toEqual([]);
});
