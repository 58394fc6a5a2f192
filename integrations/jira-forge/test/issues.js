// Issues as Jira's REST API v3 gives them, with much that is not judged.

export const CRITERIA = { id: 'customfield_10042', name: 'Acceptance Criteria', custom: true };

const person = { accountId: '5b10a2844c20165700ede21g', displayName: 'Mia Krystof', emailAddress: 'mia@example.com' };

const paragraph = (...content) => ({ type: 'paragraph', content });
const text = (value, ...marks) => ({ type: 'text', text: value, ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}) });
const item = (...content) => ({ type: 'listItem', content });
const doc = (...content) => ({ version: 1, type: 'doc', content });

function small(key, summary, type) {
  return {
    id: `9${key.replace(/\D/g, '')}`,
    key,
    self: `https://site.example.net/rest/api/3/issue/${key}`,
    fields: { summary, status: { name: 'To Do' }, priority: { name: 'Medium' }, issuetype: { id: '10001', name: type, subtask: false } },
  };
}

/** A story with a rich description, criteria, links both ways, a parent, subtasks and labels. */
export const story = {
  id: '10107',
  key: 'SHOP-7',
  fields: {
    summary: 'As a buyer for a company I want to pay by invoice so that my accounting can approve it first',
    description: doc(
      paragraph(text('Companies with a '), text('verified', 'strong'), text(' account see “Invoice” as a way to pay 🧾.')),
      { type: 'heading', attrs: { level: 3 }, content: [text('Out of scope')] },
      { type: 'bulletList', content: [item(paragraph(text('Partial payment'))), item(paragraph(text('Other currencies than EUR')))] },
      { type: 'codeBlock', attrs: { language: 'json' }, content: [text('{"due_days": 14}')] },
      paragraph({ type: 'mention', attrs: { id: person.accountId, text: '@Mia' } }, text(' knows the tax rules.')),
    ),
    issuetype: { id: '10001', name: 'Story', subtask: false, iconUrl: 'https://site.example.net/icon' },
    reporter: person,
    status: { name: 'To Do' },
    labels: ['checkout', 'b2b'],
    parent: small('SHOP-1', 'Paying for companies', 'Epic'),
    subtasks: [small('SHOP-8', 'Letter paper for invoices', 'Subtask')],
    issuelinks: [
      { id: '1', type: { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' }, inwardIssue: small('SHOP-3', 'Verify companies', 'Story') },
      { id: '2', type: { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' }, outwardIssue: small('TAX-2', 'VAT of the EU', 'Task') },
      { id: '3', type: { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' } },
    ],
    [CRITERIA.id]: doc({
      type: 'orderedList',
      attrs: { order: 1 },
      content: [
        item(paragraph(text('Given a verified company, when the cart is over 50 EUR, then “Invoice” is offered.'))),
        item(paragraph(text('The invoice is sent within one minute.'))),
      ],
    }),
  },
};

/** A bug whose criteria are plain text. */
export const bug = {
  id: '10109',
  key: 'SHOP-9',
  fields: {
    summary: 'Total shows NaN when the cart is emptied on Safari 17',
    description: doc(paragraph(text('Steps: add one item, remove it.'), { type: 'hardBreak' }, text('Expected: 0.00 EUR. Seen: NaN.'))),
    issuetype: { id: '10004', name: 'Bug', subtask: false },
    labels: [],
    issuelinks: [],
    subtasks: [],
    [CRITERIA.id]: 'The total of an empty cart reads 0.00 EUR.\n- in Safari 17\n- in Firefox 135',
  },
};

/** An issue with nothing but a summary. */
export const bare = { id: '10110', key: 'OPS-10', fields: { summary: 'Clean up', description: null, issuetype: { id: '10002', name: 'Task' }, labels: [], issuelinks: [], subtasks: [] } };
