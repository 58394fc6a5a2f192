// Builds the functions that Forge calls from Forge's modules, which tests replace.
import { receive } from './callback.js';
import { isAboutText } from './changes.js';
import { criteriaFields, wantedCriteria } from './criteria.js';
import { jiraApi } from './jira.js';
import { judgeAgain, panelState } from './panel.js';
import { registerInstallation, send } from './sending.js';
import { vindexServer } from './server.js';

const DEFAULT_GATE = 7;

/**
 * @param {object} forge
 * @param {string} forge.operatorUrl the server's origin, without a trailing slash
 * @param {Record<string, string | undefined>} forge.env Forge's environment variables
 * @param {typeof fetch} forge.fetch
 * @param {() => any} forge.asApp Jira with the app's rights
 * @param {() => any} forge.asUser Jira with the current user's rights
 * @param {any} forge.route tag for safe paths
 * @param {any} forge.store Forge's key-value store
 * @param {{ push: (event: object) => Promise<any> }} forge.queue
 * @param {() => Promise<string>} forge.callbackUrl the web trigger's address
 * @param {() => number} forge.clock Unix time in milliseconds
 * @param {() => number} forge.random from 0 to 1
 * @param {{ info: (message: string) => void, warn: (message: string) => void }} forge.log
 */
export function createApp(forge) {
  const app = {
    settings: { criteria: wantedCriteria(forge.env.VINDEX_CRITERIA_FIELDS), gate: gateOf(forge.env.VINDEX_QUALITY_GATE) },
    server: vindexServer({ url: forge.operatorUrl, apiKey: forge.env.VINDEX_API_KEY, fetch: forge.fetch, clock: forge.clock }),
    // Called for each request, because Forge binds the rights to the invocation.
    jira: jiraApi((...call) => forge.asApp().requestJira(...call), forge.route),
    store: forge.store,
    queue: forge.queue,
    callbackUrl: forge.callbackUrl,
    clock: forge.clock,
    random: forge.random,
  };
  const jiraOfUser = jiraApi((...call) => forge.asUser().requestJira(...call), forge.route);

  // Logs contain keys and outcomes only, never an issue's text.
  function report(what, { outcome, reason }) {
    const line = `${what}: ${outcome}${reason ? ` (${reason})` : ''}`;
    if (outcome === 'refused' || outcome === 'given-up') forge.log.warn(line);
    else forge.log.info(line);
  }

  async function criteriaNames() {
    try {
      return (await criteriaFields(app, app.settings.criteria)).flatMap(({ id, name }) => [id, name]);
    } catch (error) {
      forge.log.warn(`could not read the acceptance criteria fields: ${error.message}`);
      return null;
    }
  }

  async function run(job) {
    const result = job.kind === 'register' ? await registerInstallation(app, job) : await send(app, job);
    report(job.kind === 'register' ? 'registration' : `issue ${job.issue}`, result);
  }

  return {
    /** Installed or upgraded. */
    onLifecycle: (_event, context) => run({ kind: 'register', cloudId: cloudIdOf(context), attempt: 1 }),

    /** An issue was created or updated. */
    async onIssue(event, context) {
      const criteria = event.eventType === 'avi:jira:updated:issue' ? await criteriaNames() : [];
      if (!isAboutText(event, criteria)) return;
      await run({ kind: 'send', cloudId: cloudIdOf(context), issue: event.issue.key, attempt: 1 });
    },

    /** A retry from the queue. */
    onLater: (event) => run(event.body),

    /** A callback from the server. */
    async onCallback(request) {
      const answer = await receive(app, request);
      const outcome = answer.statusCode < 400 ? 'accepted' : 'refused';
      report('callback', { outcome, reason: `${answer.statusCode} ${answer.body}` });
      return answer;
    },

    /** Requests from the panel. The issue comes from Forge's signed context, not from the browser. */
    panel: {
      state: ({ context }) => panelState(app, jiraOfUser, context.extension.issue.key),
      judge: ({ context }) => judgeAgain(app, jiraOfUser, cloudIdOf(context), context.extension.issue.key),
    },
  };
}

/** @returns {string} the Jira site's id, in any of the forms that invocations use */
export function cloudIdOf(context) {
  if (context?.cloudId) return context.cloudId;
  const inContext = /^ari:cloud:[a-z-]+::site\/([0-9a-zA-Z-]+)$/.exec(String(context?.installContext ?? ''));
  if (inContext) return inContext[1];
  throw new Error('Forge provided no cloud id');
}

function gateOf(text) {
  const gate = Number.parseFloat(text ?? '');
  return gate >= 0 && gate <= 10 ? gate : DEFAULT_GATE;
}
