// Reads a page from standard input and prints what is not valid HTML, one finding a line.
import { text } from 'node:stream/consumers';
import { HtmlValidate } from 'html-validate';

const validate = new HtmlValidate({ extends: ['html-validate:standard'] });
const report = await validate.validateString(await text(process.stdin), 'page.html');
for (const { messages } of report.results) {
  for (const { ruleId, message, line, column, selector } of messages) console.log(`${ruleId}: ${message} at ${line}:${column} ${selector ?? ''}`);
}
