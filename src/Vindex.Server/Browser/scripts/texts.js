// The texts of the scripts in the language of the page, from a file of their own that the page loads first (Pages/ScriptTexts.cs).
const texts = globalThis.vindexTexts;
const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
const grouped = new Intl.NumberFormat(language, { maximumFractionDigits: 10 });
const months = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' });
const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 10, useGrouping: false });

// A text with its values in place of {name}; the value "count" chooses the plural form.
export function t(key, values = {}) {
  const text = texts[key];
  const form = typeof text === 'string' ? text : text[plurals.select(values.count)] ?? text.other;
  return form.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === 'number' ? number(values[name]) : values[name]));
}

// A number as the language writes it, in groups of three digits.
export function number(value) {
  return grouped.format(value);
}

// The same without groups.
export function digits(value) {
  return plain.format(value);
}

// The short name of a month from 1 to 12.
export function shortMonth(month) {
  return months.format(Date.UTC(2000, month - 1));
}
