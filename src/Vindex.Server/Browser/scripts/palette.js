// The palette: Ctrl-K or Cmd-K lists pages, actions and tickets by words; "?" lists the keys. Both are dialogs, so that the browser keeps the focus in them,
// closes them on Escape and gives the focus back.
import { t } from './texts.js';

const palette = document.querySelector('[data-palette]');
const keys = document.querySelector('[data-keys]');
const SHOWN = 8;
let shown = [];
let at = 0;
let asking = null;
let waiting = 0;

function entries() {
  const pages = [...palette.querySelectorAll('[data-page]')].map((link) => ({ kind: t('page'), text: link.textContent.trim(), href: link.getAttribute('href') }));
  const views = [...document.querySelectorAll('.view-links a')].map((link) => ({ kind: t('view'), text: link.textContent.trim(), href: link.getAttribute('href') }));
  const switches = [...document.querySelectorAll('.choice a:not([aria-current])')].map((link) => (
    { kind: t('action'), text: `${link.closest('nav').getAttribute('aria-label')}: ${link.textContent.trim()}`, href: link.getAttribute('href') }));
  const actions = [...document.querySelectorAll('a[download], [data-next], [data-previous]')].map((link) => (
    { kind: t('action'), text: link.textContent.trim(), run: () => link.click() }));
  const save = document.querySelector('.view-save');
  if (save) {
    actions.push({
      kind: t('action'), text: t('save-view'), run: () => {
        save.open = true;
        save.querySelector('input[name="name"]').focus();
      },
    });
  }
  actions.push({ kind: t('action'), text: t('shortcuts'), run: () => keys.showModal() });
  return [...pages, ...views, ...switches, ...actions];
}

function matches(entry, words) {
  const text = entry.text.toLowerCase();
  return words.every((word) => text.includes(word));
}

function draw(found) {
  const list = palette.querySelector('[role="listbox"]');
  const input = palette.querySelector('input');
  shown = found;
  at = Math.min(at, Math.max(0, found.length - 1));
  list.replaceChildren(...found.map((entry, index) => {
    const option = document.createElement('li');
    option.id = `palette-${index}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', String(index === at));
    const text = document.createElement('bdi');
    text.textContent = entry.text;
    const kind = document.createElement('span');
    kind.className = 'muted small';
    kind.textContent = entry.kind;
    option.append(text, kind);
    option.addEventListener('click', (event) => choose(entry, event));
    return option;
  }));
  if (found.length > 0) {
    input.setAttribute('aria-activedescendant', `palette-${at}`);
    list.children[at].scrollIntoView({ block: 'nearest' });
  } else input.removeAttribute('aria-activedescendant');
}

function look() {
  const text = palette.querySelector('input').value.trim();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries().filter((entry) => matches(entry, words)).slice(0, SHOWN);
  at = 0;
  draw(found);
  tell(found.length);
  clearTimeout(waiting);
  asking?.abort();
  if (text.length >= 2) waiting = setTimeout(() => ask(text, found), 200);
}

async function ask(text, found) {
  asking = new AbortController();
  try {
    const address = `/portal/scores?latest=true&limit=${SHOWN}&q=${encodeURIComponent(text)}`;
    const response = await fetch(address, { headers: { accept: 'application/json' }, signal: asking.signal });
    if (!response.ok) return;
    const tickets = (await response.json()).items.map((item) => (
      { kind: t('ticket'), text: `${item.ticket.key} ${item.ticket.title}`.trim(), href: `/app/tickets/${item._id}` }));
    draw([...found, ...tickets]);
    tell(found.length + tickets.length);
  } catch (error) {
    if (error.name !== 'AbortError') tell(found.length);
  }
}

function tell(count) {
  palette.querySelector('[role="status"]').textContent = count === 0 ? t('no-results') : t('results', { count });
}

function choose(entry, event) {
  palette.close();
  if (entry.run) entry.run();
  else if (event.ctrlKey || event.metaKey) window.open(entry.href, '_blank', 'noopener');
  else location.assign(entry.href);
}

function openPalette() {
  const input = palette.querySelector('input');
  input.value = '';
  palette.showModal();
  input.focus();
  look();
}

if (palette && keys) {
  palette.querySelector('input').addEventListener('input', look);
  palette.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (shown.length === 0) return;
      at = (at + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % shown.length;
      draw(shown);
    } else if (event.key === 'Enter' && shown[at]) {
      event.preventDefault();
      choose(shown[at], event);
    }
  });
  // A click beside the dialog is one on the dialog itself.
  for (const dialog of [palette, keys]) dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (palette.open) palette.close();
      else if (!keys.open) openPalette();
    } else if (event.key === '?' && !event.ctrlKey && !event.metaKey && !event.target.closest?.('input, textarea, select, [contenteditable], dialog')) {
      event.preventDefault();
      keys.showModal();
    }
  });
  for (const button of document.querySelectorAll('[data-open-palette]')) {
    button.hidden = false;
    button.addEventListener('click', openPalette);
  }
}
