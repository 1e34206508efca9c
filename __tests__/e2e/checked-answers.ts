import { watchAnswers } from "../support/answer-checks";

/**
 * Before each file of these tests: every request to a sandbox in the same process, and every answer, is held against
 * Google's discovery documents. What deviates fails the test that made it, and names the request.
 */

const take = watchAnswers({ refusals: true });

const expectNothing = (): void => expect(take()).toEqual([]);

afterEach(expectNothing);
// What hooks have asked.
afterAll(expectNothing);
