// The panel's script in a page of a few lines, with a bridge that the test answers.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, mock, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { scored } from './fakes.js';

const folder = mkdtempSync(join(tmpdir(), 'vindex-panel-'));
const outfile = join(folder, 'panel.mjs');
const bridge = {
  name: 'bridge',
  setup(bundle) {
    bundle.onResolve({ filter: /^@forge\/bridge$/ }, () => ({ path: 'bridge', namespace: 'bridge' }));
    bundle.onLoad({ filter: /.*/, namespace: 'bridge' }, () => ({ contents: 'export const { invoke, view } = globalThis.bridge;' }));
  },
};
await build({ entryPoints: [new URL('../static/panel/panel.js', import.meta.url).pathname], outfile, bundle: true, format: 'esm', plugins: [bridge] });

class Node {
  constructor(tag, text = '') {
    Object.assign(this, { tag, text, attributes: {}, children: [], listeners: {}, disabled: false, replaced: 0 });
  }

  setAttribute(name, value) { this.attributes[name] = String(value); }
  append(...nodes) { this.children.push(...nodes); }
  replaceChildren(...nodes) { this.children = nodes; this.replaced++; }
  addEventListener(name, run) { this.listeners[name] = run; }
  focus() { focused = this; }
  querySelector(selector) { return this.all().find((node) => node.attributes.id === selector.slice(1)) ?? null; }
  all() { return this.children.flatMap((child) => [child, ...child.all()]); }
  get words() { return [this, ...this.all()].map((node) => node.text).filter((text) => text !== '').join(' '); }
}

let root;
let html;
let focused;
let asked;
let replies;
let runs = 0;

/** Loads the panel afresh; `given` are the app's answers in turn, the last one again and again. */
async function open(given, context = {}) {
  replies = given;
  globalThis.bridge = {
    view: { getContext: () => Promise.resolve({ theme: null, locale: 'en_US', timezone: 'UTC', ...context }) },
    invoke(what) {
      asked.push(what);
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
    },
  };
  await import(`${pathToFileURL(outfile).href}?${++runs}`);
}
const settle = async () => { for (let i = 0; i < 5; i++) await Promise.resolve(); };

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  [root, html, focused, asked] = [new Node('main'), { dataset: {} }, undefined, []];
  globalThis.document = {
    documentElement: html,
    getElementById: () => root,
    createElement: (tag) => new Node(tag),
    createTextNode: (text) => new Node('#text', text),
  };
  globalThis.matchMedia = () => ({ matches: true });
});
after(() => {
  mock.timers.reset();
  rmSync(folder, { recursive: true });
});

const nothing = { score: null, progress: null, gate: 7 };
const waiting = { ...nothing, progress: { status: 'waiting' } };
const { invest_scores: scores, overall_score: overall } = scored();
const judged = { ...nothing, score: { state: 'scored', overall, band: 'needs-review', gate: 'below', scores, recommendations: [] } };

test('the button requests a score, the page waits and shows the score when it is there', async () => {
  await open([nothing, waiting, waiting, judged]);
  assert.match(root.words, /Not scored yet/);
  const press = root.querySelector('#judge').listeners.click({ target: root.querySelector('#judge') });
  assert.equal(root.querySelector('#judge').disabled, true);
  await press;
  assert.match(root.words, /Scoring;/);
  assert.equal(focused.attributes.id, 'judge');

  const before = root.replaced;
  mock.timers.tick(3000);
  await settle();
  assert.equal(root.replaced, before, 'the same content is not put on the page again');
  mock.timers.tick(3000);
  await settle();
  assert.match(root.words, /5\.2 of 10 Needs review/);
  mock.timers.tick(60_000);
  await settle();
  assert.deepEqual(asked, ['state', 'judge', 'state', 'state']);
});

test('a score that never comes is not waited for without end', async () => {
  await open([waiting]);
  for (let i = 0; i < 60; i++) {
    mock.timers.tick(3000);
    await settle();
  }
  assert.equal(asked.length, 41);
});

test('an error is shown, and trying again is one press away', async () => {
  await open([new Error('Jira returned 503 on the request to read an issue property'), judged]);
  assert.match(root.words, /could not be read: Jira returned 503/);
  await root.querySelector('#again').listeners.click();
  assert.match(root.words, /5\.2 of 10/);
});

test('the colours follow Jira', async () => {
  for (const [theme, mode] of [[null, 'light'], [{ colorMode: 'dark' }, 'dark'], [{ colorMode: 'light' }, 'light'], [{ colorMode: 'auto' }, 'dark']]) {
    await open([nothing], { theme });
    assert.equal(html.dataset.colorMode, mode);
  }
});
