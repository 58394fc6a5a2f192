// Asks Atlassian's own rules about the manifest: the schema and what `forge lint` asks of the manifest alone (references between modules, handlers,
// resources, egress, and the scopes that each event needs).
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillManifest, NO_APP_ID } from './operator.mjs';

/**
 * @param {string} template the text of manifest.template.yml
 * @returns {Promise<{ skipped: string } | { problems: string[] }>} skipped when the rules are not installed
 */
export async function manifestProblems(template) {
  let rules;
  try {
    rules = await import('@forge/manifest');
  } catch (error) {
    return { skipped: `Atlassian's rules are not installed (${error.code ?? error.message}); run npm ci` };
  }
  const text = fillManifest(template, 'https://vindex.example.com', NO_APP_ID);
  const { errors = [], manifestObject } = await judge(rules, text);
  const problems = errors.map(({ level, message, line }) => `line ${line ?? '?'}: ${level}: ${message}`);
  const { modules, permissions } = manifestObject?.typedContent ?? {};
  for (const event of modules?.trigger?.flatMap((trigger) => trigger.events) ?? []) {
    const { valid, missingScopes } = await rules.validateTriggerScopes(event, permissions?.scopes ?? []);
    if (!valid) problems.push(`trigger: error: ${event} needs the scope ${missingScopes.join(', ')}`);
  }
  return { problems };
}

// The rules take a file, and look beside it for the code and the folders that it names.
async function judge(rules, text) {
  const folder = mkdtempSync(join(tmpdir(), 'vindex-manifest-'));
  try {
    for (const name of ['src', 'static']) symlinkSync(new URL(`../${name}`, import.meta.url).pathname, join(folder, name));
    writeFileSync(join(folder, 'manifest.yml'), text);
    return await rules.validate(false, join(folder, 'manifest.yml'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
