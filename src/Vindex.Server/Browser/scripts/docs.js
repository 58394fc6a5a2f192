// The filter of the API reference, and schemas that open when a link leads to them.
import { t } from './texts.js';

const box = document.querySelector('[data-filter]');
if (box) {
  const entries = [...document.querySelectorAll('[data-filter-entry]')];
  const groups = [...document.querySelectorAll('[data-filter-group]')];
  const status = box.querySelector('[role="status"]');
  const input = box.querySelector('input');
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      const text = entry.dataset.filterEntry.toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
      if (!entry.hidden) shown += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector('[data-filter-entry]:not([hidden])');
    status.textContent = words.length === 0 ? '' : t('filtered', { shown, all: entries.length });
  };
  input.addEventListener('input', apply);
  apply();
}

function reveal() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest('details.schema');
  if (!folded || folded.open) return;
  folded.open = true;
  folded.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();
