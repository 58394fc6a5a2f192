// Keeps what is typed into the forms of a page while its language is changed, which loads the page again. Passwords, files and hidden fields are left out. The
// values stay in this tab and are removed as soon as the next page is there, whichever it is.
const KEY = 'vindex-typed';
const LEFT_OUT = ['password', 'file', 'hidden', 'submit', 'button', 'select-multiple'];

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form.languages')) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...fields()].filter(([, field]) => isTyped(field)).map(([id, field]) => [id, valueOf(field)])));
  } catch {
    // There is no room for it, or no storage: the language changes all the same.
  }
});

// After the other scripts of the page, so that they hear of it.
document.addEventListener('DOMContentLoaded', () => {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }

  const here = new Map(fields());
  for (const [id, value] of kept) {
    const field = here.get(id);
    if (!field || valueOf(field) === value) continue;
    if (field.options && ![...field.options].some((option) => option.value === value)) continue;
    if (isCheck(field)) field.checked = value;
    else field.value = value;
    for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
  }
});

// The fields of the page's forms, by form, name and the value of a checkbox; several of one name by their order.
function* fields() {
  const seen = new Map();
  for (const form of document.querySelectorAll('main form')) {
    for (const field of form.elements) {
      if (!field.name || LEFT_OUT.includes(field.type)) continue;
      const id = JSON.stringify([form.getAttribute('action'), field.name, isCheck(field) ? field.value : '']);
      const number = seen.get(id) ?? 0;
      seen.set(id, number + 1);
      yield [`${id} ${number}`, field];
    }
  }
}

// An example is not: it is there in the other language, too.
const isTyped = (field) => field.dataset.example === undefined;

const isCheck = (field) => field.type === 'checkbox' || field.type === 'radio';

const valueOf = (field) => (isCheck(field) ? field.checked : field.value);
