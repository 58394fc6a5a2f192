// Where Forge enters. Everything is made here and nowhere else.
import { asApp, asUser, fetch, route, webTrigger } from '@forge/api';
import { Queue } from '@forge/events';
import { kvs } from '@forge/kvs';
import { makeResolver } from '@forge/resolver';
import { createApp } from './app.js';
import { operatorUrl } from './operator.js';

const app = createApp({
  operatorUrl,
  env: process.env,
  fetch,
  asApp,
  asUser,
  route,
  store: kvs,
  queue: new Queue({ key: 'later' }),
  callbackUrl: () => webTrigger.getUrl('callback'),
  clock: () => Date.now(),
  random: () => Math.random(),
  log: console,
});

// One by one: Forge's own check of the manifest looks for the names.
export const onLifecycle = app.onLifecycle;
export const onIssue = app.onIssue;
export const onLater = app.onLater;
export const onCallback = app.onCallback;
export const panel = makeResolver(app.panel);
