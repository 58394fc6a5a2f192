// The evaluator's pages work without this: it takes a dropped file, sends a chosen one at once, and lights a mark with its card.
const form = document.querySelector('form[data-drop]');
if (form) {
  const zone = form.querySelector('.drop');
  const input = form.querySelector('input[type="file"]');
  const send = () => { if (input.files.length > 0) form.requestSubmit(); };
  input.addEventListener('change', send);
  for (const name of ['dragenter', 'dragover']) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.dataset.over = 'true';
    });
  }
  for (const name of ['dragleave', 'drop']) zone.addEventListener(name, () => delete zone.dataset.over);
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    send();
  });
}

function light(numbers, on) {
  for (const number of numbers) {
    for (const one of document.querySelectorAll(`[data-finding="${number}"], [data-findings~="${number}"]`)) one.classList.toggle('lit', on);
  }
}

function numbersOf(target) {
  const part = target.closest?.('[data-findings], [data-finding]');
  return part ? (part.dataset.findings ?? part.dataset.finding).split(' ') : [];
}

for (const [on, off] of [['mouseover', 'mouseout'], ['focusin', 'focusout']]) {
  document.addEventListener(on, (event) => light(numbersOf(event.target), true));
  document.addEventListener(off, (event) => light(numbersOf(event.target), false));
}
