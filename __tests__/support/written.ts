import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { StackJson } from "./synthesized";

/** A stack as cdktf writes it, with the parts that tests of constructs look at. */
export interface WrittenStack extends StackJson {
  readonly terraform?: StackJson["terraform"] & { readonly required_providers?: Readonly<Record<string, unknown>> };
  readonly locals?: Readonly<Record<string, string>>;
}

/** What a construct writes into a stack of its own. */
export function writtenIn(outdir: string, build: (stack: TerraformStack) => void): WrittenStack {
  const stack = new TerraformStack(new App({ outdir }), "test");
  new GoogleProvider(stack, "google", {});
  build(stack);
  stack.prepareStack();
  return stack.toTerraform() as WrittenStack;
}

/** The only resource of a type. */
export function onlyResource(json: WrittenStack, type: string): Readonly<Record<string, unknown>> {
  const all = Object.values(json.resource?.[type] ?? {});
  expect(all).toHaveLength(1);
  return all[0]!;
}
