// The bodies that the app sends, made by the code that makes them in Forge: what the server's tests read must be what it gets.
import { evaluateBody } from '../src/issue.js';
import { registrationBody } from '../src/registration.js';
import { CALLBACK_URL, CLOUD_ID } from '../test/fakes.js';
import { bare, bug, CRITERIA, story } from '../test/issues.js';

/** @returns {Record<string, string>} file name -> the body, to the letter, and a line end */
export function fixtures() {
  const bodies = {
    'register.json': registrationBody(CLOUD_ID, CALLBACK_URL, false),
    'register-rotate.json': registrationBody(CLOUD_ID, CALLBACK_URL, true),
    'evaluate-story.json': evaluateBody(CLOUD_ID, story, [CRITERIA]),
    'evaluate-bug.json': evaluateBody(CLOUD_ID, bug, [CRITERIA]),
    'evaluate-bare.json': evaluateBody(CLOUD_ID, bare, [CRITERIA]),
  };
  return Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, `${JSON.stringify(body)}\n`]));
}
