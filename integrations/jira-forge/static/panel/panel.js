// The panel in the browser: loads the state, renders it, handles the button.
import { invoke, view as page } from '@forge/bridge';
import { isWaiting, view } from './view.js';

const LOOK_AGAIN_MILLISECONDS = 3_000;
const LOOKS = 40;

const root = document.getElementById('panel');
let looks = 0;
let shown = '';
let timer;

const { theme, locale, timezone } = await page.getContext();
const dark = theme?.colorMode === 'dark' || (theme?.colorMode === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.colorMode = dark ? 'dark' : 'light';
const reader = { locale: locale?.replace('_', '-') ?? 'en', timeZone: timezone ?? 'UTC' };
await ask('state');

async function ask(what) {
  clearTimeout(timer);
  try {
    const state = await invoke(what);
    show(view(state, reader));
    if (isWaiting(state) && looks++ < LOOKS) timer = setTimeout(() => ask('state'), LOOK_AGAIN_MILLISECONDS);
  } catch (error) {
    show([
      ['p', { class: 'problem', role: 'alert' }, `The score could not be read: ${error.message}`],
      ['button', { type: 'button', id: 'again' }, 'Try again'],
    ]);
  }
}

function show(nodes) {
  // Leaves unchanged elements alone, so that screen readers do not repeat them every few seconds.
  const now = JSON.stringify(nodes);
  if (now === shown) return;
  shown = now;
  root.replaceChildren(...nodes.map(element));
  root.querySelector('#judge')?.addEventListener('click', judge);
  root.querySelector('#again')?.addEventListener('click', () => ask('state'));
}

async function judge(event) {
  event.target.disabled = true;
  looks = 0;
  shown = '';
  await ask('judge');
  root.querySelector('#judge')?.focus();
}

function element(node) {
  if (typeof node === 'string') return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.map(element));
  return made;
}
