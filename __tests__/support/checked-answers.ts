import { watchAnswers } from "./answer-checks";

/**
 * Importing this file holds every answer of a sandbox in the same process against Google's discovery documents, and ends
 * the test file with what deviates. Requests are held against them by the sandbox itself.
 */

const take = watchAnswers({ refusals: false });

afterAll(() => expect(take()).toEqual([]));
