// Hovering or focusing a mark highlights its card, and the other way round.
function numbersOf(element) {
  const one = element?.closest?.('[data-mark], [data-card]');
  return one ? (one.dataset.mark ?? one.dataset.card).split(' ') : [];
}

function light(element, on) {
  const place = element?.closest?.('[data-marks]');
  if (!place) return;
  for (const number of numbersOf(element)) {
    for (const mark of place.querySelectorAll(`[data-mark~="${number}"]`)) mark.classList.toggle('lit', on);
    place.querySelector(`[data-card="${number}"]`)?.classList.toggle('lit', on);
  }
}

for (const [begin, end] of [['mouseover', 'mouseout'], ['focusin', 'focusout']]) {
  document.addEventListener(begin, (event) => light(event.target, true));
  document.addEventListener(end, (event) => light(event.target, false));
}

// Unfolds the card that a mark links to.
document.addEventListener('click', (event) => {
  const mark = event.target.closest?.('[data-mark]');
  if (!mark) return;
  const card = document.querySelector(mark.getAttribute('href'));
  card?.closest('details')?.setAttribute('open', '');
  card?.querySelector('details')?.setAttribute('open', '');
  card?.focus({ preventScroll: true });
});
