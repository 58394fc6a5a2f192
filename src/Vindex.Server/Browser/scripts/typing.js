// Scores the ticket in the box while one types, and shows the result beside it. Nothing is stored; the button works without this.
import { t } from './texts.js';

const PAUSE = 500;
const form = document.querySelector('form[data-typing]');

if (form) {
  const box = form.querySelector('textarea');
  const status = form.querySelector('[data-typing-status]');
  let timer;
  let running;

  // What is pasted replaces the example.
  box.addEventListener('focus', () => { if (box.dataset.example) box.select(); });
  box.addEventListener('input', () => {
    delete box.dataset.example;
    later();
  });
  form.addEventListener('change', later);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    running?.abort();
  });

  function later() {
    clearTimeout(timer);
    timer = setTimeout(score, PAUSE);
  }

  async function score() {
    running?.abort();
    if (box.value.trim() === '') return;
    running = new AbortController();
    try {
      const response = await fetch('/evaluation/typing', {
        method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams(new FormData(form)), signal: running.signal,
      });
      if (response.status === 429 || response.status === 503) {
        status.textContent = t('press-for-score');
        return;
      }

      show(new DOMParser().parseFromString(await response.text(), 'text/html'));
    } catch (error) {
      if (error.name !== 'AbortError') status.textContent = t('cannot-reach');
    }
  }

  function show(fresh) {
    for (const id of ['result', 'details']) {
      const part = fresh.getElementById(id);
      if (part) document.getElementById(id).replaceWith(part);
    }

    status.textContent = document.getElementById('result').dataset.announce ?? '';
  }
}
