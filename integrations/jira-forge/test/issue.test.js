import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fixtures } from '../scripts/fixtures.mjs';
import { evaluateBody } from '../src/issue.js';
import { CLOUD_ID } from './fakes.js';
import { bare, bug, CRITERIA, story } from './issues.js';

test('the body holds what is judged, in the form of Jira', () => {
  const { cloudId, issue } = evaluateBody(CLOUD_ID, story, [CRITERIA]);
  assert.equal(cloudId, CLOUD_ID);
  assert.equal(issue.key, 'SHOP-7');
  assert.deepEqual(Object.keys(issue.fields), [
    'summary', 'description', 'issuetype', 'customfield_10042', 'issuelinks', 'parent', 'subtasks', 'labels',
  ]);
  assert.equal(issue.fields.description.type, 'doc');
  assert.deepEqual(issue.fields.issuetype, { name: 'Story' });
  assert.deepEqual(issue.names, { customfield_10042: 'Acceptance Criteria' });
  assert.deepEqual(issue.fields.parent, { key: 'SHOP-1', fields: { summary: 'Paying for companies', issuetype: { name: 'Epic' } } });
  assert.equal(issue.fields.issuelinks.length, 2);
  assert.equal(issue.fields.issuelinks[0].inwardIssue.key, 'SHOP-3');
  assert.equal(issue.fields.issuelinks[1].outwardIssue.key, 'TAX-2');
});

test('nothing about people, status or other fields leaves Jira', () => {
  const text = JSON.stringify(evaluateBody(CLOUD_ID, story, [CRITERIA]));
  for (const hidden of ['accountId', '5b10a2844c20165700ede21g', 'mia@example.com', 'Krystof', 'To Do', 'priority', 'iconUrl', 'self']) {
    assert.ok(!text.includes(hidden), hidden);
  }
  assert.ok(text.includes('@Mia'), 'the words of the description stay');
});

test('an issue with nothing but a summary gives a body without empty parts', () => {
  assert.deepEqual(evaluateBody(CLOUD_ID, bare, [CRITERIA]), {
    cloudId: CLOUD_ID,
    issue: { key: 'OPS-10', fields: { summary: 'Clean up', description: null, issuetype: { name: 'Task' } } },
  });
});

test('criteria in plain text stay plain text', () => {
  assert.equal(evaluateBody(CLOUD_ID, bug, [CRITERIA]).issue.fields.customfield_10042, bug.fields.customfield_10042);
});

test('the committed fixtures are what the code sends, to the letter', () => {
  const folder = new URL('../fixtures/', import.meta.url);
  const made = fixtures();
  assert.deepEqual(readdirSync(folder).sort(), Object.keys(made).sort());
  for (const [name, text] of Object.entries(made)) assert.equal(readFileSync(new URL(name, folder), 'utf8'), text, `${name}: npm run fixtures`);
});
