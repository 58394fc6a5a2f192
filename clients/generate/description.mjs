// Reads the OpenAPI document into what the three writers need: models and operations.

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const ndjson = 'application/x-ndjson';

/**
 * @param {object} document The OpenAPI document.
 * @param {object} names The content of names.json.
 */
export function describe(document, names) {
  const models = new Map();
  for (const [name, schema] of Object.entries(document.components.schemas)) models.set(name, readModel(name, schema, names));
  const operations = [];
  const leftOut = [];
  const byHand = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods.filter((name) => item[name])) {
      const operation = item[method];
      if (operation.operationId in names.by_hand) byHand.push({ id: operation.operationId, ...readOperation(path, method, operation, names) });
      else if (isLeftOut(operation, names)) leftOut.push(operation.operationId);
      else operations.push(readOperation(path, method, operation, names));
    }
  }

  const known = new Set([...operations, ...byHand].map((operation) => operation.id).concat(leftOut));
  for (const id of [...Object.keys(names.names), ...Object.keys(names.by_hand), ...names.left_out, ...names.repeatable, ...Object.keys(names.with_ids), ...names.free_bodies])
    if (!known.has(id)) throw new Error(`names.json: the API has no operation "${id}"`);
  for (const secret of names.secrets) {
    const [model, member] = secret.split('.');
    if (!models.get(model)?.members.some((one) => one.name === member)) throw new Error(`names.json: the API has no "${secret}"`);
  }

  unique(operations.map((operation) => operation.name));
  markPages(operations, models);
  return { models: reachable(models, [...operations, ...byHand], document), operations, byHand, leftOut };
}

// What only a web session may call, and what only commands on the server's own machine may call.
function isLeftOut(operation, names) {
  return names.left_out.includes(operation.operationId)
    || (operation.security.length > 0 && operation.security.every((requirement) => 'session' in requirement));
}

function readModel(name, schema, names) {
  if (schema.enum) return { name, kind: 'enum', values: schema.enum, doc: text(schema.description) };
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties ?? {}).map(([member, given]) => {
    const property = names.types[`${name}.${member}`] ?? given;
    return {
      name: member,
      type: readType(property, `${name}.${member}`),
      required: required.has(member) && !names.optional.includes(`${name}.${member}`),
      doc: text(given.description ?? given.oneOf?.find((one) => one.description)?.description),
    };
  });
  const secret = names.secrets.some((one) => one.startsWith(`${name}.`));
  return { name, kind: 'object', members, secret, doc: text(schema.description) };
}

/** A type: its kind, what it contains, and whether it can be null. */
export function readType(schema, where) {
  if (schema.$ref) return { kind: 'ref', name: schema.$ref.split('/').pop(), nullable: false };
  if (schema.oneOf) {
    const others = schema.oneOf.filter((one) => one.type !== 'null');
    if (others.length !== 1) throw new Error(`${where}: a choice of several types is not supported`);
    return { ...readType(others[0], where), nullable: others.length < schema.oneOf.length };
  }

  const types = [schema.type].flat();
  const nullable = types.includes('null');
  const others = types.filter((type) => type !== 'null');
  // Text or an object: any JSON.
  if (others.length > 1) return { kind: 'json', nullable };
  switch (others[0]) {
    case 'string': return { kind: schema.format === 'date-time' ? 'time' : 'string', values: schema.enum, nullable };
    case 'boolean': return { kind: 'boolean', nullable };
    case 'integer': return { kind: schema.format === 'int32' ? 'int' : 'long', nullable };
    case 'number': return { kind: 'number', nullable };
    case 'array': return { kind: 'array', of: schema.items ? readType(schema.items, where) : { kind: 'json', nullable: true }, nullable };
    case 'object':
      if (typeof schema.additionalProperties === 'object') return { kind: 'map', of: readType(schema.additionalProperties, where), nullable };
      return { kind: 'object', nullable };
    default: throw new Error(`${where}: the type ${JSON.stringify(schema.type)} is not supported`);
  }
}

function readOperation(path, method, operation, names) {
  const id = operation.operationId;
  const parameters = operation.parameters ?? [];
  for (const header of parameters.filter((parameter) => parameter.in === 'header').map((parameter) => parameter.name))
    if (!['If-None-Match', 'Idempotency-Key'].includes(header)) throw new Error(`${id}: the header ${header} is not supported`);
  const read = (parameter) => ({ name: parameter.name, type: readType(parameter.schema, id), doc: text(parameter.description) });
  return {
    id,
    name: names.names[id] ?? names.by_hand[id] ?? id,
    method: method.toUpperCase(),
    path,
    tag: operation.tags[0],
    doc: [operation.summary, operation.description].filter(Boolean).map(text).map((line) => (/[.!?]$/.test(line) ? line : line + '.')).join(' '),
    pathParameters: parameters.filter((parameter) => parameter.in === 'path').map(read),
    query: parameters.filter((parameter) => parameter.in === 'query').map(read),
    keyed: parameters.some((parameter) => parameter.name === 'Idempotency-Key'),
    secret: operation.security.some((requirement) => 'installation' in requirement),
    // An event has the form of the product that sends it.
    body: names.free_bodies.includes(id) ? { kind: 'json', type: { kind: 'object' }, required: true } : readBody(operation, id),
    result: readResult(operation, id),
    repeatable: method !== 'post' && method !== 'patch' ? true : names.repeatable.includes(id),
    withIds: names.with_ids[id] ?? null,
  };
}

function readBody(operation, id) {
  const content = operation.requestBody?.content;
  if (!content) return null;
  if (content['multipart/form-data']) return { kind: 'file' };
  const json = content['application/json'];
  if (json?.schema.$ref || (json && json.schema.type !== 'string')) return { kind: 'json', type: whole(json.schema, id), required: operation.requestBody.required === true };
  // A stream; the first of its media types that says so.
  const contentType = Object.keys(content).find((type) => type === ndjson);
  if (!contentType) throw new Error(`${id}: a body of ${Object.keys(content).join(', ')} is not supported`);
  return { kind: 'raw', contentType };
}

function readResult(operation, id) {
  const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2')).map(([, answer]) => answer.content);
  const content = answers.find(Boolean);
  if (!content) return { kind: 'none' };
  if (content['application/json']) return { kind: 'json', type: whole(content['application/json'].schema, id) };
  if (content[ndjson]?.schema.$ref) return { kind: 'lines', type: readType(content[ndjson].schema, id) };
  if (content[ndjson]) return { kind: 'stream' };
  if (Object.keys(content).every((type) => /^(text\/(csv|html|markdown|plain)|image\/svg\+xml)$/.test(type))) return { kind: 'text' };
  throw new Error(`${id}: a response of ${Object.keys(content).join(', ')} is not supported`);
}

// A body as a whole: a model, or an object without one.
function whole(schema, id) {
  const type = readType(schema, id);
  if (!['ref', 'object'].includes(type.kind)) throw new Error(`${id}: a body that is no object is not supported`);
  return type;
}

// Lists that continue with a cursor also get an iterator over all pages.
function markPages(operations, models) {
  for (const operation of operations) {
    if (operation.result.kind !== 'json' || !operation.query.some((parameter) => parameter.name === 'cursor')) continue;
    const members = models.get(operation.result.type.name)?.members;
    if (!members?.some((member) => member.name === 'next_cursor')) continue;
    operation.pages = { name: operation.name.replace('list_', 'iterate_'), of: members.find((member) => member.name === 'items').type.of };
  }
}

// Models that operations use. Errors are read by hand, because there are two forms of them.
function reachable(models, operations) {
  const found = new Set();
  const add = (type) => {
    if (!type) return;
    if (type.of) add(type.of);
    if (type.kind !== 'ref' || found.has(type.name)) return;
    found.add(type.name);
    for (const member of models.get(type.name).members ?? []) add(member.type);
  };
  for (const operation of operations) {
    add(operation.body?.type);
    add(operation.result.type);
  }

  add({ kind: 'ref', name: 'FeedbackLine' });
  add({ kind: 'ref', name: 'FeedbackImported' });
  return [...models.values()].filter((model) => found.has(model.name));
}

function unique(names) {
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) throw new Error(`several operations have the name ${twice[0]}`);
}

function text(description) {
  return (description ?? '').replace(/\s+/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim();
}

export const words = (name) => name.replace(/^[_$]+/, '').replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[_-]/);
export const pascal = (name) => words(name).map((word) => word[0].toUpperCase() + word.slice(1)).join('');
export const camel = (name) => pascal(name).replace(/^./, (letter) => letter.toLowerCase());

/** Lines of at most so many characters. */
export function wrap(words, width) {
  const lines = [''];
  for (const word of words.split(' ')) {
    if (lines.at(-1) && lines.at(-1).length + 1 + word.length > width) lines.push('');
    lines[lines.length - 1] += (lines.at(-1) ? ' ' : '') + word;
  }

  return lines;
}
