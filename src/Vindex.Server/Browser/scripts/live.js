// Fetches parts of a page again while something on them is under way: every data-live seconds, never while the page is hidden, less often after a failure.
// The server answers with nothing if nothing has changed. What the reader had opened or selected stays, and a change of state is announced politely.
const LONGEST = 60;
const asked = new WeakMap();
let kept = null;

function look() {
  if (document.hidden) return;
  const now = performance.now();
  for (const part of document.querySelectorAll('[data-live]')) {
    if (!asked.has(part)) asked.set(part, now);
    if (now - asked.get(part) < Number(part.dataset.live) * 1000) continue;
    asked.set(part, now);
    part.dispatchEvent(new Event('refresh'));
  }
}

function slowDown(event) {
  const part = event.detail.elt;
  if (part.matches('[data-live]')) part.dataset.live = String(Math.min(Number(part.dataset.live) * 2, LONGEST));
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
  const { said, open, ticked } = kept;
  kept = null;
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  for (const id of ticked) {
    const box = document.getElementById(id);
    if (box) box.checked = true;
  }
  const now = document.querySelector('[data-say]')?.dataset.say;
  const words = document.querySelector('[data-live-words]');
  if (words && now && now !== said) words.textContent = now;
});

document.addEventListener('htmx:responseError', slowDown);
document.addEventListener('htmx:sendError', slowDown);
document.addEventListener('htmx:timeout', slowDown);
document.addEventListener('visibilitychange', look);
setInterval(look, 1000);
