import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { manifestProblems } from '../scripts/manifest-rules.mjs';
import { appIdOf, fillManifest, NO_APP_ID, readAddress } from '../scripts/operator.mjs';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const template = read('manifest.template.yml');
const entry = read('src/index.js');

test('every handler of the manifest is exported, and nothing else is', () => {
  const handlers = [...template.matchAll(/handler: index\.(\w+)/g)].map((match) => match[1]);
  const exported = [...entry.matchAll(/^export const (\w+)/gm)].map((match) => match[1]);
  assert.deepEqual(handlers.sort(), exported.sort());
});

test('the queue and the web trigger have the names that the code uses', () => {
  assert.match(template, /queue: later\n/);
  assert.match(entry, /new Queue\(\{ key: 'later' \}\)/);
  assert.match(template, /webtrigger:\n {4}- key: callback\n/);
  assert.match(entry, /webTrigger\.getUrl\('callback'\)/);
});

test('no address is committed', () => {
  assert.deepEqual(template.match(/https?:\/\/\S+/g), ['https://your-server`']);
  assert.match(template, /address: \$\{OPERATOR_URL\}/);
  assert.match(read('.gitignore'), /^manifest\.yml$/m);
  assert.match(read('.gitignore'), /^src\/operator\.js$/m);
});

test('an address is an https origin by name that the cloud can reach', () => {
  assert.deepEqual(readAddress('https://vindex.example.com'), { ok: true, url: 'https://vindex.example.com' });
  assert.deepEqual(readAddress('HTTPS://Vindex.Example.com:443/'), { ok: true, url: 'https://vindex.example.com' });
  assert.deepEqual(readAddress('https://vindex.example.com:8443'), { ok: true, url: 'https://vindex.example.com:8443' });
  assert.deepEqual(readAddress('https://bücher.example'), { ok: true, url: 'https://xn--bcher-kva.example' });
  for (const [text, reason] of [
    [undefined, /missing/],
    ['', /missing/],
    ['vindex.example.com', /no address/],
    ['http://vindex.example.com', /https/],
    ['ftp://vindex.example.com', /https/],
    ['https://me:word@vindex.example.com', /password/],
    ['https://vindex.example.com/path', /path/],
    ['https://vindex.example.com/?a=1', /query/],
    ['https://vindex.example.com/#a', /fragment/],
    ['https://10.0.0.1', /IP address/],
    ['https://0x7f.1', /IP address/],
    ['https://[::1]', /IP address/],
    ['https://localhost', /cannot be reached/],
    ['https://server.internal', /cannot be reached/],
  ]) {
    assert.match(readAddress(text).reason, reason, String(text));
  }
});

test('filling leaves no placeholder and keeps an app id that was registered', () => {
  const id = 'ari:cloud:ecosystem::app/0a1b2c3d-0000-4000-8000-000000000001';
  const filled = fillManifest(template, 'https://vindex.example.com', id);
  assert.doesNotMatch(filled, /\$\{/);
  assert.equal(appIdOf(filled), id);
  assert.equal(appIdOf(undefined), NO_APP_ID);
  assert.throws(() => fillManifest(`${template}\nx: \${OTHER}`, 'https://vindex.example.com', id), /OTHER/);
});

test('configure writes both files, twice the same, and changes nothing on a bad address', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vindex-configure-'));
  try {
    for (const name of ['manifest.template.yml', 'scripts', 'src', 'package.json']) {
      cpSync(new URL(`../${name}`, import.meta.url), join(folder, name), { recursive: true, filter: (path) => !path.endsWith('operator.js') });
    }
    const configure = (...words) => spawnSync(process.execPath, [join(folder, 'scripts/configure.mjs'), ...words], { encoding: 'utf8' });
    const manifest = () => readFileSync(join(folder, 'manifest.yml'), 'utf8');

    assert.equal(configure('http://vindex.example.com').status, 2);
    assert.equal(configure().status, 2);
    assert.throws(manifest, /ENOENT/);

    assert.match(configure('https://one.example.com').stdout, /manifest\.yml: written[\s\S]*forge register/);
    assert.match(readFileSync(join(folder, 'src/operator.js'), 'utf8'), /operatorUrl = "https:\/\/one\.example\.com"/);
    writeFileSync(join(folder, 'manifest.yml'), manifest().replace(NO_APP_ID, 'ari:cloud:ecosystem::app/0a1b2c3d'));
    assert.match(configure('https://one.example.com/').stdout, /manifest\.yml: unchanged\nsrc\/operator\.js: unchanged/);
    assert.match(configure('https://two.example.com').stdout, /--upgrade/);
    assert.match(manifest(), /id: ari:cloud:ecosystem::app\/0a1b2c3d\n/);
    assert.match(manifest(), /address: https:\/\/two\.example\.com\n/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("Atlassian's rules are content with the manifest and refuse broken ones", async (t) => {
  const { skipped, problems } = await manifestProblems(template);
  if (skipped) return t.skip(skipped);
  assert.deepEqual(problems, []);

  const broken = (changes) => manifestProblems(changes.reduce((text, [what, instead]) => text.replace(what, instead), template));
  const schema = (await broken([['nodejs24.x', 'nodejs18.x']])).problems.join('\n');
  assert.match(schema, /nodejs18\.x/);
  const meaning = (
    await broken([
      ['function: on-later', 'function: on-latr'],
      ['- read:jira-work', '- read:me'],
      ['- write:jira-work', '- write:jira-works'],
      ['handler: index.onIssue', 'handler: other.onIssue'],
      ['path: static/icons', 'path: static/nothing'],
    ])
  ).problems.join('\n');
  for (const fault of [/on-latr/, /needs the scope read:jira-work/, /write:jira-works/, /other\.onIssue/, /static\/nothing/]) assert.match(meaning, fault);
});
