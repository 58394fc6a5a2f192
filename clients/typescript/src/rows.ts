import type { Feedback, FeedbackBatch, FeedbackLine } from './generated/models.js';

/** A row of feedback with an id of its own if it has none: with one, a row that is sent again replaces itself. */
export function withId(row: Feedback): Feedback {
  return row.id ? row : { ...row, id: randomId() };
}

export function withIds(body: FeedbackBatch): FeedbackBatch {
  return { ...body, batch: body.batch.map(withId) };
}

/**
 * A row as a line of an import, with this id if it has none; null for an empty line.
 * A text stays as it is, because payloads are stored byte for byte.
 */
export function toLine(row: FeedbackLine | string, id: string): string | null {
  if (typeof row !== 'string') return JSON.stringify(row.id ? row : { ...row, id });
  const text = row.replace(/^\uFEFF/, '').trim();
  if (text === '') return null;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return text;
  }

  if (typeof content !== 'object' || content === null || Array.isArray(content) || (content as FeedbackLine).id) return text;
  // Of two members with the same name, the server reads the first.
  return `{"id":${JSON.stringify(id)}${Object.keys(content).length > 0 ? ',' : ''}${text.slice(1)}`;
}

/** 128 random bits. crypto.randomUUID does not exist on pages that were loaded over http. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
