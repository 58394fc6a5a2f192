// Keeps a page up to date. The server says through one stream of events that something has changed; the page then fetches what it shows. A page in the
// background closes its stream, and catches up when it is looked at again: it names the last event that it has seen.
import { t } from './texts.js';

const place = document.querySelector('[data-events]');
const SOON = 400;
let source = null;
let from = null;
let waiting = 0;
let changed = { scores: 0, deliveries: 0 };
let kept = null;

function isWanted() {
  return place !== null && document.querySelector('[data-live], [data-fresh], [data-fresh-note]') !== null;
}

function open() {
  if (source || document.hidden || !isWanted()) return;
  const address = new URL(place.dataset.events, location.href);
  if (from) address.searchParams.set('from', from);
  source = new EventSource(address);
  source.addEventListener('open', () => { place.dataset.listening = 'true'; });
  source.addEventListener('change', (event) => {
    from = event.lastEventId;
    const { scores, deliveries } = JSON.parse(event.data);
    changed.scores += scores;
    changed.deliveries += deliveries;
    waiting ||= setTimeout(catchUp, SOON);
  });
  source.addEventListener('error', () => {
    delete place.dataset.listening;
    // The browser connects again by itself, unless the server refused: then later.
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(open, 60_000);
  });
}

function close() {
  source?.close();
  source = null;
  if (place) delete place.dataset.listening;
}

function catchUp() {
  const { scores, deliveries } = changed;
  waiting = 0;
  changed = { scores: 0, deliveries: 0 };
  if (deliveries > 0) for (const part of document.querySelectorAll('[data-live=""]')) part.dispatchEvent(new Event('refresh'));
  if (scores === 0) return;
  for (const part of document.querySelectorAll('[data-live="scores"]')) part.dispatchEvent(new Event('refresh'));
  const list = document.querySelector('[data-fresh]');
  if (list) fetchRows(list);
  const note = document.querySelector('[data-fresh-note]');
  if (note) {
    note.querySelector('a').href = location.href;
    note.hidden = false;
    say(t('new-scores'));
  }
}

function say(words) {
  place.textContent = words;
}

// Rows that came since are announced in a row of their own; the reader decides when they move the list.
async function fetchRows(list) {
  const response = await fetch(list.dataset.fresh, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!response?.ok || !list.isConnected) return;
  const holder = document.createElement('template');
  holder.innerHTML = `<table><tbody>${await response.text()}</tbody></table>`;
  const rows = [...holder.content.querySelectorAll('tr[data-ticket]')];
  if (rows.length === 0) return;
  const { noun } = list.dataset;
  const words = t(rows.length >= 50 ? `many-new-${noun}` : `some-new-${noun}`, { count: rows.length });
  const body = list.querySelector('[data-rows]');
  // An empty list has no table yet, and with many the list has moved on by more than a page.
  const shows = !body || rows.length >= 50 ? () => location.reload() : () => insert(list, body, rows);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'small-button';
  button.textContent = t('show', { what: words });
  button.addEventListener('click', shows);
  list.querySelector('.fresh')?.remove();
  const bar = document.createElement('p');
  bar.className = 'fresh';
  bar.append(button);
  list.prepend(bar);
  say(`${words}.`);
}

function insert(list, body, rows) {
  for (const row of rows) {
    const shown = [...body.querySelectorAll('tr[data-ticket]')].find((one) => one.dataset.ticket === row.dataset.ticket);
    if (list.dataset.noun === 'ticket') shown?.remove();
  }
  body.prepend(...rows);
  list.querySelector('.fresh')?.remove();
  const address = new URL(list.dataset.fresh, location.href);
  address.searchParams.set('newer', rows[0].dataset.at);
  list.dataset.fresh = address.pathname + address.search;
  rows[0].querySelector('[data-row]').focus();
}

document.addEventListener('htmx:beforeSwap', (event) => {
  const part = event.detail.target;
  if (!part.matches('[data-say]')) return;
  kept = {
    said: part.dataset.say,
    open: [...part.querySelectorAll('details[open]')].map((one) => one.id),
    ticked: [...part.querySelectorAll('input:checked')].map((one) => one.id),
  };
});

document.addEventListener('htmx:afterSettle', () => {
  if (!kept) return;
  const { said, open: opened, ticked } = kept;
  kept = null;
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  for (const id of ticked) {
    const box = document.getElementById(id);
    if (box) box.checked = true;
  }
  const now = document.querySelector('[data-say]')?.dataset.say;
  const words = document.querySelector('[data-live-words]');
  if (words && now && now !== said) words.textContent = now;
});

document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
addEventListener('pagehide', close);
addEventListener('pageshow', open);
open();
