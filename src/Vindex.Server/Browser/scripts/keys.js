// "/" focuses the search, j and k move through the list, n and p from ticket to ticket, Enter opens a row like any link. Keys typed in a field or as part of a shortcut are left alone.
function move(step) {
  const rows = [...document.querySelectorAll('[data-row]')];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const field = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (field) {
    if (event.key === 'Escape' && field.matches('[data-search]')) field.blur();
    return;
  }
  if (event.key === '/') {
    const search = document.querySelector('[data-search]');
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === 'j') move(1);
  else if (event.key === 'k') move(-1);
  else if (event.key === 'n') document.querySelector('[data-next]')?.click();
  else if (event.key === 'p') document.querySelector('[data-previous]')?.click();
});
