import { ApiError, ImportInterruptedError, IncompleteResponseError, refused, VindexError } from './errors.js';
import type { BatchTicket, FeedbackImported, FeedbackLine, FeedbackLineError, FeedbackQuery, ScoreAnswer } from './generated/models.js';
import { Operations } from './generated/operations.js';
import type { JsonObject } from './json.js';
import { randomId, toLine } from './rows.js';
import { parse, readLines, type CallOptions } from './transport.js';

const batchTickets = 1000;
const batchBytes = 8 << 20;
const segmentBytes = 4 << 20;
const shownErrors = 100;
const ndjson = 'application/x-ndjson';

/** The result of one ticket of a batch: a score or an error. */
export type BatchResult = { index: number; ticket: BatchTicket } & ({ score: ScoreAnswer; error: null } | { score: null; error: ApiError });

export interface BatchOptions extends CallOptions {
  /** Adds the explanation of each score. */
  details?: boolean | undefined;
  /** Largest number of tickets in a request, 1 to 1,000. Default 1,000. */
  size?: number | undefined;
}

/** What an import stored. */
export interface ImportResult {
  importId: string;
  /** Number of lines, from the first, that are stored or rejected for good. */
  lines: number;
  imported: number;
  rejected: number;
  /** The first hundred rejected lines. */
  errors: FeedbackLineError[];
}

export interface ImportOptions extends CallOptions {
  /** Begins the ids of rows that have none, so that no row is stored twice; by default a new one. */
  importId?: string | undefined;
  /** Number of lines to leave out, because an interrupted import stored them: `ImportInterruptedError.lines`. */
  start?: number | undefined;
  /** Number of rows in a request. A request that is cut off is sent again. Default 5,000. */
  segment?: number | undefined;
  /** Called after each request. */
  onProgress?: ((result: Readonly<ImportResult>) => void) | undefined;
}

type Items<T> = Iterable<T> | AsyncIterable<T>;

/** A client of a Vindex server, for Node.js 20 or later and browsers. */
export class VindexClient extends Operations {
  /**
   * Scores any number of tickets, in requests of at most `size` tickets and 8 MiB, and yields the results in order.
   * A ticket that fails has an error and does not stop the others. A request that is cut off is sent again with the same
   * idempotency key, so that no ticket is scored twice.
   */
  async *scoreBatch(tickets: Items<BatchTicket>, options: BatchOptions = {}): AsyncGenerator<BatchResult> {
    const size = options.size ?? batchTickets;
    if (!(size >= 1 && size <= batchTickets)) throw new RangeError(`size must be 1 to ${batchTickets}`);
    let first = 0;
    for await (const chunk of chunks(entries(tickets), size, batchBytes)) {
      const outcomes = await this.#scoreChunk(chunk.map((entry) => entry.text), options);
      for (const [index, { item: ticket }] of chunk.entries()) {
        const outcome = outcomes.get(index)!;
        yield outcome instanceof ApiError
          ? { index: first + index, ticket, score: null, error: outcome }
          : { index: first + index, ticket, score: outcome, error: null };
      }

      first += chunk.length;
    }
  }

  async #scoreChunk(lines: string[], options: BatchOptions): Promise<Map<number, ScoreAnswer | ApiError>> {
    const outcomes = new Map<number, ScoreAnswer | ApiError>();
    const attempts = this.attempts();
    const query = options.details ? { details: true } : {};
    const request = { method: 'POST', path: '/v1/score/batch', query, content: lines.join('\n'), contentType: ndjson, keyed: true };
    const call = { ...options, idempotencyKey: randomId() };
    for (;;) {
      await this.call(request, call, (response) => readBatch(response, outcomes), false, attempts);
      const passing = [...outcomes.values()].find(isPassing);
      if (passing === undefined || !(await attempts.again(passing, true, options.signal))) return outcomes;
    }
  }

  /**
   * Stores any number of rows of feedback: objects, or lines of JSON, such as those of a file.
   * @param projectId The project of all rows; null if each row names its own.
   */
  async importFeedback(projectId: string | null, rows: Items<FeedbackLine | string>, options: ImportOptions = {}): Promise<ImportResult> {
    const start = options.start ?? 0;
    const result: ImportResult = { importId: options.importId ?? randomId(), lines: start, imported: 0, rejected: 0, errors: [] };
    for await (const chunk of chunks(numbered(rows, start, result.importId), options.segment ?? 5000, segmentBytes)) {
      let answer: FeedbackImported;
      try {
        answer = await this.#importSegment(projectId, chunk.map((entry) => entry.text).join('\n'), options);
      } catch (error) {
        if (!(error instanceof VindexError)) throw error;
        const message = `the import ${result.importId} stopped after line ${result.lines}: ${error.message}`;
        throw new ImportInterruptedError(message, result.lines, result.importId, result.imported, result.rejected, error);
      }

      result.lines = chunk.at(-1)!.item;
      result.imported += answer.imported;
      result.rejected += answer.rejected;
      const errors = (answer.errors ?? []).map(({ line, reason }) => ({ line: chunk[line - 1]!.item, reason }));
      result.errors.push(...errors.slice(0, shownErrors - result.errors.length));
      options.onProgress?.(result);
    }

    return result;
  }

  #importSegment(projectId: string | null, content: string, options: CallOptions): Promise<FeedbackImported> {
    const query = { project_id: projectId };
    return this.call({ method: 'POST', path: '/feedback/import', query, content, contentType: ndjson, repeatable: true }, options, readImport);
  }

  /** All rows that match a query, read in pages of `page` rows. A limit in the body is the largest number of rows in all. */
  async *iterateFeedback(body: FeedbackQuery, options: CallOptions & { page?: number | undefined } = {}): AsyncGenerator<JsonObject> {
    let offset = body.offset ?? 0;
    let left = body.limit ?? Infinity;
    while (left > 0) {
      const limit = Math.min(options.page ?? 1000, left);
      const { result } = await this.queryFeedback({ ...body, offset, limit }, options);
      yield* result;
      offset += result.length;
      left -= result.length;
      if (result.length < limit) return;
    }
  }
}

interface Entry<T> {
  item: T;
  text: string;
}

async function* entries<T>(items: Items<T>): AsyncGenerator<Entry<T>> {
  for await (const item of items) yield { item, text: JSON.stringify(item) };
}

// The item is the line's number.
async function* numbered(rows: Items<FeedbackLine | string>, start: number, importId: string): AsyncGenerator<Entry<number>> {
  let number = 0;
  for await (const row of rows) {
    number++;
    const text = number > start ? toLine(row, `${importId}-${number}`) : null;
    if (text !== null) yield { item: number, text };
  }
}

async function* chunks<T>(items: AsyncIterable<Entry<T>>, most: number, mostBytes: number): AsyncGenerator<Entry<T>[]> {
  const encoder = new TextEncoder();
  let chunk: Entry<T>[] = [];
  let length = 0;
  for await (const entry of items) {
    const bytes = encoder.encode(entry.text).length + 1;
    if (chunk.length > 0 && (chunk.length === most || length + bytes > mostBytes)) {
      yield chunk;
      chunk = [];
      length = 0;
    }

    chunk.push(entry);
    length += bytes;
  }

  if (chunk.length > 0) yield chunk;
}

async function readBatch(response: Response, outcomes: Map<number, ScoreAnswer | ApiError>): Promise<void> {
  for await (const text of readLines(response.body!)) {
    const { index, status, ...members } = parse<JsonObject>(text);
    if (members['done'] === true) return;
    const failed = Number(status) >= 300;
    outcomes.set(Number(index), failed ? refused('POST /v1/score/batch', Number(status), members) : (members as unknown as ScoreAnswer));
  }

  throw new IncompleteResponseError('the response to a batch ended before its last line');
}

// Such a ticket is scored when the batch is sent again.
function isPassing(outcome: unknown): outcome is ApiError {
  return outcome instanceof ApiError && ([429, 503].includes(outcome.status) || outcome.code === 'idempotency_running');
}

async function readImport(response: Response): Promise<FeedbackImported> {
  for await (const text of readLines(response.body!)) {
    const read = parse<FeedbackImported>(text);
    if (Array.isArray(read.errors)) return read;
  }

  throw new IncompleteResponseError('the response to an import ended before its last line');
}
