// Entry point for Forge; composes the app.
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

// Exported one by one, because Forge's manifest check looks for the names.
export const onLifecycle = app.onLifecycle;
export const onIssue = app.onIssue;
export const onLater = app.onLater;
export const onCallback = app.onCallback;
export const panel = makeResolver(app.panel);
