import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAboutText } from '../src/changes.js';
import { CLOUD_ID, CONTEXT, world } from './fakes.js';
import { CRITERIA, story } from './issues.js';

const updated = (...items) => ({ eventType: 'avi:jira:updated:issue', issue: { id: '1', key: 'SHOP-7' }, changelog: { items } });

test('a change of what is judged counts, whichever name Jira gives it', () => {
  for (const item of [
    { field: 'summary', fieldId: 'summary' },
    { field: 'description', fieldId: 'description' },
    { field: 'issuetype', fieldId: 'issuetype' },
    { field: 'Link' },
    { field: 'issuelinks', fieldId: 'issuelinks' },
    { field: 'labels', fieldId: 'labels' },
    { field: 'Parent', fieldId: 'parent' },
    { field: 'IssueParentAssociation' },
    { field: 'Epic Link', fieldId: 'customfield_10014' },
    { field: 'Acceptance Criteria', fieldId: 'customfield_10042' },
  ]) {
    assert.equal(isAboutText(updated(item), [CRITERIA.id, CRITERIA.name]), true, item.field);
  }
});

test('a change of anything else does not', () => {
  for (const field of ['status', 'assignee', 'priority', 'Sprint', 'Rank', 'Story Points', 'timespent', 'Attachment', 'customfield_10099']) {
    assert.equal(isAboutText(updated({ field, fieldId: field }), [CRITERIA.id]), false, field);
  }
  assert.equal(isAboutText(updated(), []), false);
});

test('one relevant change among others is enough', () => {
  assert.equal(isAboutText(updated({ field: 'status' }, { field: 'summary' }), []), true);
});

test('a created issue always counts, and so does an update that does not say what changed', () => {
  assert.equal(isAboutText({ eventType: 'avi:jira:created:issue', issue: {} }, []), true);
  assert.equal(isAboutText({ eventType: 'avi:jira:updated:issue', issue: {} }, []), true);
  assert.equal(isAboutText(updated({ field: 'customfield_10042' }), null), true);
});

test('an update of the status sends nothing, reads no issue and stores nothing', async () => {
  const { app, server, jira, store } = world({ issues: { 'SHOP-7': story }, fields: [CRITERIA] });
  await app.onIssue(updated({ field: 'status', fieldId: 'status' }), CONTEXT);
  assert.equal(server.requests.length, 0);
  assert.deepEqual(jira.calls.map((call) => call.path), ['/rest/api/3/field']);
  assert.deepEqual([...store.values.keys()], ['criteria-fields']);
});

test('an update of the criteria field is sent', async () => {
  const { app, server } = world({
    issues: { 'SHOP-7': story },
    fields: [CRITERIA],
    secret: { current: 'the shared secret of 24+', since: 0 },
    answers: [{ status: 202, body: { status: 'queued', requestId: 'req_1' } }],
  });
  await app.onIssue(updated({ field: 'Acceptance Criteria', fieldId: CRITERIA.id }), CONTEXT);
  assert.equal(server.requests[0].body.cloudId, CLOUD_ID);
});
