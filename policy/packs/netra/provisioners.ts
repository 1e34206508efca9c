import { violation, type SpecRule } from "../../core/rule";

/** What our own code may run: nothing. */

const provisionerNone: SpecRule = {
  id: "provisioner-none",
  kind: "exposed",
  severity: "high",
  title: "No resource has a provisioner",
  why: "It runs a program on the machine that applies, with the deployer's credentials, and no state and no later plan shows what it did.",
  fix: "take it out; what has to run belongs into a job of its own, or into an argument of the provider",
  source: "https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax",
  check: ({ resources }) =>
    resources.flatMap((resource) =>
      (resource.provisioners ?? []).map((type, index) =>
        violation(resource, `provisioner[${index}]: ${type} found, none allowed`),
      ),
    ),
};

export const provisionerRules: readonly SpecRule[] = [provisionerNone];
